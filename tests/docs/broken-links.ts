import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Targets of relative links and pictures in a Markdown page that name no file or folder. */
export function brokenLinks(page: string): string[] {
  const prose = readFileSync(page, 'utf8')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^([a-z][a-z0-9+.-]*:|#|\/)/i.test(target))
    .filter((target) => !existsSync(join(dirname(page), decodeURI(target.replace(/[#?].*$/, '')))));
}
