import type { Reason } from '#contracts/parts.js';
import { type Due, dueAt } from '#working-time/due-at.js';
import { type CountedTime, timeOf } from '#working-time/duration.js';
import type { NamedDays } from '#working-time/explain-due.js';
import { resume } from '#working-time/pause.js';
import { parseDuration } from '#working-time/read-duration.js';
import type { WorkingContext } from '#working-time/working-index.js';
import { toInstant } from './context.js';
import type { Counted } from './deadline.js';
import { timeBefore } from './time-before.js';

export interface CountedDue {
  readonly dueAt: string;
  readonly provisional: boolean;
  /** Why it lies where it lies: from when, how long, which days were passed over. */
  readonly facts: Reason['facts'];
}

/** When it is due by the calendar at hand; null where a warning would come too late to be one. */
export function countDue(counted: Counted, working: WorkingContext): CountedDue | null {
  switch (counted.by) {
    case 'duration': {
      const due = dueAt(Date.parse(counted.from), parseDuration(counted.within), working);
      return {
        dueAt: toInstant(due.dueAt),
        provisional: due.provisional,
        facts: { from: counted.from, within: counted.within, ...daysOf(due) },
      };
    }
    case 'rest': {
      const { from, restMs, time, notBefore } = counted;
      const resumed = resume(Date.parse(from), restMs, time, working);
      // Just before an opening no office time is left, and yet the office had until then.
      const at = Math.max(resumed, Date.parse(notBefore));
      const provisional = time === 'working' && at > endOf(working);
      return { dueAt: toInstant(at), provisional, facts: { from, restSeconds: Math.round(restMs / 1000) } };
    }
    case 'date':
      return { dueAt: counted.at, provisional: false, facts: { date: counted.at } };
    case 'before': {
      const duration = parseDuration(counted.within);
      const at = timeBefore(Date.parse(counted.from), Date.parse(counted.dueAt), duration, working);
      if (at === null) return null;
      const provisional = timeOf(duration) === 'working' && Date.parse(counted.dueAt) > endOf(working);
      return { dueAt: toInstant(at), provisional, facts: { before: counted.within } };
    }
  }
}

/** Which time a pause keeps of it. */
export const timeOfCounted = (counted: Counted): CountedTime =>
  'time' in counted ? counted.time : timeOf(parseDuration(counted.within));

/** 24:00 in China of the last day that is announced. */
const endOf = ({ calendar }: WorkingContext): number =>
  Date.parse(`${calendar.coverageUntil}T24:00:00+08:00`);

function daysOf({ explain, calendarVersion }: Due): Reason['facts'] {
  return {
    calendarVersion,
    ...(explain.skipped.length > 0 ? { skipped: explain.skipped.map(named) } : {}),
    ...(explain.makeup.length > 0 ? { makeup: explain.makeup.map(named) } : {}),
  };
}

const named = ({ name, from, until }: NamedDays): string =>
  from === until ? `${name} ${from}` : `${name} ${from}/${until}`;
