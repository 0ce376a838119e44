import { type Breach, BREACHES } from './evidence.js';
import type { Judged } from './judge.js';

/** Of each kind. */
const SHOWN = 5;

/** The first of each kind. */
export const firstOf = (breaches: readonly Breach[]): Breach[] =>
  BREACHES.flatMap((kind) => breaches.filter((breach) => breach.kind === kind).slice(0, SHOWN));

/** The judgement in words. */
export function reportOf(judged: Judged): string {
  const { requests, acts, events, sentAgain, lateness, counts, breaches, clean } = judged;
  const shown = firstOf(breaches).map(({ kind, what }) => `  ${kind}: ${what}`);
  const more = breaches.length - shown.length;
  return [
    `${requests} requests and ${acts} acts answered 2xx, ${events} events (${sentAgain} sent again)`,
    BREACHES.map((kind) => `${kind} ${counts[kind]}`).join(', '),
    `${lateness.fired} deadlines fired; after being due: median ${seconds(lateness.p50)}, p99 ${seconds(lateness.p99)}, at most ${seconds(lateness.max)}`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    clean ? 'clean' : 'NOT CLEAN',
  ].join('\n');
}

const seconds = (s: number): string => `${s.toFixed(3)} s`;
