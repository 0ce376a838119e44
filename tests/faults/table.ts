import { BREACHES } from '../checker/evidence.js';
import { reportOf } from '../checker/report.js';
import type { RowResult, Verdict } from './row.js';
import { ROWS } from './rows.js';

const COLUMNS = [
  'row',
  'seeds',
  'injected',
  'lost',
  'duplicates',
  'inversions',
  'early',
  'orphans',
  'other',
  'recovery s',
  'verdict',
] as const;

/** One line a row: the sum of what was found, the longest recovery, the worst verdict. */
export function linesOf(results: readonly RowResult[]): string[][] {
  const byRow = Map.groupBy(results, ({ row }) => row);
  return ROWS.flatMap(({ number, title }) => {
    const own = byRow.get(number);
    if (!own) return [];
    const sum = (...kinds: readonly (typeof BREACHES)[number][]) =>
      String(
        own.reduce((total, { judged }) => total + kinds.reduce((n, kind) => n + judged.counts[kind], 0), 0),
      );
    return [
      [
        `${number} ${title}`,
        String(own.length),
        String(own.reduce((total, { injected }) => total + injected.count, 0)),
        ...[sum('lost'), sum('duplicate'), sum('inversion'), sum('early'), sum('orphan')],
        sum('late', 'parked', 'disagreement', 'leak', 'audit'),
        Math.max(...own.map(({ recovery }) => recovery)).toFixed(1),
        worst(own),
      ],
    ];
  });
}

export const header = COLUMNS;

/** For a terminal. */
export function tableOf(results: readonly RowResult[]): string {
  const lines = [[...COLUMNS], ...linesOf(results)];
  const widths = COLUMNS.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines
    .map((line) =>
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .join('\n');
}

/** One seed of one row in words. */
export function wordsOf(result: RowResult): string {
  const { injected, claims, judged, verdict } = result;
  return [
    `   injected: ${injected.count} (${injected.what})`,
    ...claims.map(({ what, figure, holds }) => `   ${holds ? 'holds' : 'MISSED'}: ${what}: ${figure}`),
    ...reportOf(judged)
      .split('\n')
      .map((line) => `   ${line}`),
    `   ${verdict}`,
    ...(verdict === 'held' ? [] : [`   replay: ${replayLine(result)}`]),
  ].join('\n');
}

export const replayLine = ({ row, seed, rate, seconds }: RowResult): string =>
  `npm run faults -- ${row} --seed ${seed} --seconds ${seconds} --rate ${rate}`;

const worst = (results: readonly RowResult[]): Verdict =>
  (['broken', 'slow', 'held'] as const).find((verdict) => results.some((one) => one.verdict === verdict))!;
