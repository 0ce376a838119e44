import { basename } from 'node:path';

export interface SourceFile {
  /** From the root of the tree, with slashes. */
  readonly path: string;
  readonly text: string;
}

export const layoutRules = [
  'too-long',
  'name-says-nothing',
  'barrel',
  'name-not-kebab',
  'project-without-tags',
] as const;
export type LayoutRule = (typeof layoutRules)[number];

/** Lines a file may have: what carries the practice is read often, what carries the machinery seldom. */
const APPLICATION_LINES = 250;
const INFRASTRUCTURE_LINES = 500;
const INFRASTRUCTURE = /^libs\/(eventlog|chassis|local-stack|local-system)\//;

const EMPTY_NAMES = /(^|[-./])(utils?|common|helpers?|shared|misc|stuff)([-./]|$)/;
const KEBAB = /^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/;

export function layoutFaultsOf({ path, text }: SourceFile): LayoutRule[] {
  if (path.endsWith('project.json')) return hasTags(text) ? [] : ['project-without-tags'];
  if (path.includes('.generated.')) return [];
  const faults: LayoutRule[] = [];
  const limit =
    INFRASTRUCTURE.test(path) || path.endsWith('.spec.ts') ? INFRASTRUCTURE_LINES : APPLICATION_LINES;
  if (text.trimEnd().split('\n').length > limit) faults.push('too-long');
  if (EMPTY_NAMES.test(path)) faults.push('name-says-nothing');
  if (basename(path) === 'index.ts') faults.push('barrel');
  else if (!KEBAB.test(basename(path))) faults.push('name-not-kebab');
  return faults;
}

function hasTags(text: string): boolean {
  const { name, tags } = JSON.parse(text) as { name?: string; tags?: string[] };
  return Boolean(name) && ['type:', 'scope:'].every((kind) => tags?.some((tag) => tag.startsWith(kind)));
}
