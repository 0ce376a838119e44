import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Finding, ProfileFault } from './fault.js';
import type { Profile } from './model.js';
import { senseFindings } from './sense-findings.js';
import { shapeFindings } from './shape-findings.js';

/** Reads a profile's YAML text: the profile, or every fault with its place. */
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
  const shape = shapeFindings(value);
  const findings = shape.length > 0 ? shape : senseFindings(value as Profile);
  if (findings.length === 0) return { profile: value as Profile };
  return { faults: findings.map((finding) => ({ ...finding, line: lineOf(finding) })) };

  // Of the nearest thing that is there: what is missing has no line of its own.
  function lineOf({ path }: Finding): number | null {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (let depth = keys.length; depth > 0; depth -= 1) {
      const node = document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return keys.length > 0 ? 1 : null;
  }
}
