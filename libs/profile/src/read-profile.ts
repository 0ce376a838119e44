import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Finding, ProfileFault } from './fault.js';
import type { Profile } from './model.js';
import { senseFindings } from './sense-findings.js';
import { shapeFindings } from './shape-findings.js';

/** Reads a profile's YAML text: the profile, or every fault with its place, in the order of the file. */
export function readProfile(text: string): { profile: Profile } | { faults: ProfileFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    return {
      faults: document.errors.map((error) => ({
        path: '',
        line: error.linePos?.[0].line ?? null,
        zh: '不是 YAML',
        en: error.message.split('\n')[0]!,
        hint: '检查缩进与引号 / check indentation and quotes',
      })),
    };
  const value: unknown = document.toJS();
  // One fault a place: where the shape is wrong, its sense is not judged as well.
  const shape = shapeFindings(value);
  const misshapen = new Set(shape.map(({ path }) => path));
  const findings = [...shape, ...senseFindings(value).filter(({ path }) => !misshapen.has(path))];
  if (findings.length === 0) return { profile: value as Profile };
  const faults = findings.map((finding) => ({ ...finding, line: lineOf(finding) }));
  return { faults: faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };

  // Of the nearest thing that is there: what is missing has no line of its own.
  function lineOf({ path }: Finding): number | null {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (let depth = keys.length; depth > 0; depth -= 1) {
      const node = document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return keys.length > 0 ? 1 : null;
  }
}
