import { checkInstant, DAY, dayOf, MINUTE, startOfDay } from './civil-day.js';
import type { Duration, Span } from './duration.js';
import { explain, type DueExplanation } from './explain-due.js';
import { nextMonthDay } from './month-day.js';
import { closeOfNthDay, sameTimeLater, workingDayFrom } from './working-days.js';
import { afterWorkingMs, nextWorkingInstant, openingAfter } from './working-instant.js';
import { indexOf, type WorkingContext, type WorkingIndex } from './working-index.js';

export interface Due {
  /** Epoch ms, never before the start. */
  readonly dueAt: number;
  /** A day outside the calendar's coverage was counted: look again when the announcement has arrived. */
  readonly provisional: boolean;
  readonly calendarVersion: string;
  readonly explain: DueExplanation;
}

interface Count {
  readonly countedFrom: number;
  readonly dueAt: number;
  /** The days the calendar was asked about, both included; null when it was not. */
  readonly asked: readonly [from: number, until: number] | null;
}

/**
 * When a duration counted from `start` (epoch ms) ends, and why there. Costs 0.1 to 5 microseconds, nearly all
 * of it for naming the days passed over; the length of the duration adds nothing else. `duration` must have
 * passed `readDuration`. Throws a RangeError for a start that is no number and for a context that cannot be
 * read.
 */
export function dueAt(start: number, duration: Duration, context: WorkingContext): Due {
  checkInstant(start);
  const index = indexOf(context);
  const {
    countedFrom,
    dueAt: at,
    asked,
  } = 'amount' in duration
    ? countSpan(start, duration, index, context)
    : countDay(start, nextMonthDay(start, duration), index, duration.orNextWorkingDay);
  return {
    dueAt: at,
    provisional: asked !== null && (asked[0] < index.coverage[0] || asked[1] > index.coverage[1]),
    calendarVersion: context.calendar.version,
    explain: explain(index, countedFrom, asked),
  };
}

function countSpan(start: number, span: Span, index: WorkingIndex, context: WorkingContext): Count {
  const nextDay = span.from === 'next-day';
  const today = dayOf(start);
  const tomorrow = startOfDay(today + 1);
  switch (span.time) {
    case 'round-the-clock': {
      const countedFrom = nextDay ? tomorrow : start;
      return { countedFrom, dueAt: countedFrom + span.amount * MS[span.unit], asked: null };
    }
    case 'calendar':
      return nextDay
        ? { ...countDay(start, today + span.amount, index, span.orNextWorkingDay), countedFrom: tomorrow }
        : { countedFrom: start, dueAt: start + span.amount * DAY, asked: null };
    case 'working': {
      const countedFrom = nextDay ? openingAfter(index, today) : nextWorkingInstant(start, context);
      const at =
        span.unit !== 'days'
          ? afterWorkingMs(index, countedFrom, Math.round(span.amount * MS[span.unit]))
          : nextDay
            ? closeOfNthDay(index, start, span.amount)
            : sameTimeLater(index, start, span.amount);
      return { countedFrom, dueAt: at, asked: [today, dayOf(at)] };
    }
  }
}

/** What ends with a day ends at its midnight, rolled on to a working day where that is asked for. */
function countDay(start: number, day: number, index: WorkingIndex, roll: true | undefined): Count {
  const last = roll ? workingDayFrom(index, day) : day;
  return { countedFrom: start, dueAt: startOfDay(last + 1), asked: roll ? [day, last] : null };
}

const MS = { minutes: MINUTE, hours: 60 * MINUTE, days: DAY };
