import type { Climb, History } from './request-histories.js';

const DAY = 86_400_000;
const SATISFIED_FROM = 4;

export interface Share {
  readonly of: number;
  readonly count: number;
}

export interface LevelFigures {
  readonly level: string;
  readonly holdings: number;
  /** Holdings that went past the time to solve (on the rung beyond: to reply). */
  readonly late: number;
  /** Holdings that went past the time to accept. */
  readonly acceptedLate: number;
  readonly holdDaysP50: number | null;
  readonly holdDaysP90: number | null;
}

/** The figures of a replay; times in days, shares as count of a base. */
export interface Summary {
  readonly messages: number;
  readonly inRecord: number;
  /** Why it is not the whole record, or null. */
  readonly cut: 'stopped' | 'failed' | null;
  /** YYYY-MM-DD in Beijing. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly wallSeconds: number;
  readonly requestsPerSecond: number;
  readonly steps: number;
  readonly queuedForPeople: Share;
  readonly declined: Share;
  readonly climbed: Share;
  readonly climbsByTarget: Record<string, number>;
  readonly climbsByCause: Record<string, number>;
  /** YYYY-MM → cause → climbs. */
  readonly climbsByMonth: Record<string, Record<string, number>>;
  readonly levels: readonly LevelFigures[];
  readonly answered: Share;
  readonly solved: Share;
  readonly satisfied: Share;
  readonly stillOpen: number;
  /** Only for records that say when messages were answered. */
  readonly replied: {
    readonly messages: number;
    readonly answerDaysP50: number;
    readonly answerDaysP90: number;
    readonly higherDeskFirst: Share;
    readonly daysEarlierP50: number | null;
    readonly daysEarlierP90: number | null;
    /** How many were on that level or above it before they were answered, and how long before. */
    readonly reached: readonly {
      readonly level: string;
      readonly count: number;
      readonly daysEarlierP50: number | null;
      readonly daysEarlierP90: number | null;
    }[];
  } | null;
}

export interface Run {
  readonly wallMs: number;
  readonly steps: number;
  readonly inRecord: number;
  readonly cut: Summary['cut'];
  /** When the record says the message was answered, by request id. */
  readonly repliedAt: ReadonlyMap<string, number>;
}

/** The figures of what was played; `levels` are the ids of the profile's rungs, lowest first. Throws on no history at all. */
export function summarise(
  histories: ReadonlyMap<string, History>,
  levels: readonly string[],
  run: Run,
): Summary {
  const all = [...histories.values()];
  const taken = all.filter((h) => !h.declined);
  const climbs = all.flatMap((h) => h.climbs);
  const answered = taken.filter((h) => h.resolvedAt !== null || h.closedAt !== null || h.disputes > 0);
  const judged = taken.filter((h) => h.rating !== null || h.disputes > 0);
  const rated = taken.filter((h) => h.rating !== null);
  const times = all.map((h) => h.submittedAt).sort((a, b) => a - b);
  const share = (count: number, of: number): Share => ({ count, of });
  return {
    messages: all.length,
    inRecord: run.inRecord,
    cut: run.cut,
    firstAt: beijingDate(times[0]!),
    lastAt: beijingDate(times.at(-1)!),
    wallSeconds: round(run.wallMs / 1000),
    requestsPerSecond: round(all.length / (run.wallMs / 1000)),
    steps: run.steps,
    queuedForPeople: share(all.filter((h) => h.queued).length, all.length),
    declined: share(all.length - taken.length, all.length),
    climbed: share(taken.filter((h) => h.climbs.length > 0).length, taken.length),
    climbsByTarget: inOrder(
      levels,
      countBy(climbs, (c) => c.to),
    ),
    climbsByCause: countBy(climbs, (c) => c.cause),
    climbsByMonth: byMonth(climbs),
    levels: levels.map((level) => levelFigures(level, all)),
    answered: share(answered.length, taken.length),
    solved: share(judged.filter((h) => h.rating !== null && h.closedAt !== null).length, judged.length),
    satisfied: share(rated.filter((h) => h.rating! >= SATISFIED_FROM).length, rated.length),
    stillOpen: taken.filter((h) => h.closedAt === null).length,
    replied: repliedFigures(histories, levels, run.repliedAt),
  };
}

function levelFigures(level: string, all: readonly History[]): LevelFigures {
  const stays = all.flatMap((h) => h.stays).filter((stay) => stay.level === level);
  const days = stays.filter((s) => s.until !== null).map((s) => (s.until! - s.from) / DAY);
  const late = all.flatMap((h) => h.late).filter((l) => l.level === level);
  return {
    level,
    holdings: stays.length,
    late: late.filter((l) => l.kind !== 'accept').length,
    acceptedLate: late.filter((l) => l.kind === 'accept').length,
    holdDaysP50: quantile(days, 0.5),
    holdDaysP90: quantile(days, 0.9),
  };
}

function repliedFigures(
  histories: ReadonlyMap<string, History>,
  levels: readonly string[],
  repliedAt: ReadonlyMap<string, number>,
): Summary['replied'] {
  const pairs = [...repliedAt].flatMap(([id, at]) => {
    const history = histories.get(id);
    return history && !history.declined ? [{ history, at }] : [];
  });
  if (pairs.length === 0) return null;
  const answerDays = pairs.map(({ history, at }) => (at - history.submittedAt) / DAY);
  const earlier = pairs.flatMap(({ history, at }) => {
    const first = history.climbs[0];
    return first && first.at < at ? [(at - first.at) / DAY] : [];
  });
  return {
    messages: pairs.length,
    answerDaysP50: quantile(answerDays, 0.5)!,
    answerDaysP90: quantile(answerDays, 0.9)!,
    higherDeskFirst: { count: earlier.length, of: pairs.length },
    daysEarlierP50: quantile(earlier, 0.5),
    daysEarlierP90: quantile(earlier, 0.9),
    reached: levels.slice(1).map((level, i) => {
      const atOrAbove = new Set(levels.slice(i + 1));
      const days = pairs.flatMap(({ history, at }) => {
        const there = history.climbs.find((c) => atOrAbove.has(c.to));
        return there && there.at < at ? [(at - there.at) / DAY] : [];
      });
      return {
        level,
        count: days.length,
        daysEarlierP50: quantile(days, 0.5),
        daysEarlierP90: quantile(days, 0.9),
      };
    }),
  };
}

function inOrder(names: readonly string[], counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(names.flatMap((name) => (name in counts ? [[name, counts[name]!]] : [])));
}

function byMonth(climbs: readonly Climb[]): Record<string, Record<string, number>> {
  const months = Object.groupBy(climbs, (c) => beijingDate(c.at).slice(0, 7));
  const rows = Object.entries(months).map(([month, all]) => [month, countBy(all!, (c) => c.cause)] as const);
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const beijingDate = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

export function quantile(values: readonly number[], part: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!);
}

function countBy<T>(rows: readonly T[], key: (row: T) => string): Record<string, number> {
  const groups = Object.entries(Object.groupBy(rows, key)).map(
    ([name, group]) => [name, group!.length] as const,
  );
  return Object.fromEntries(groups.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const round = (n: number): number => Math.round(n * 100) / 100;
