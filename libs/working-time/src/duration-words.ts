import { WEEKDAYS } from './office-hours.js';

export const DURATION_EXAMPLES = [
  '30 working minutes',
  '2 working hours',
  '5 working days',
  '5 working days from next day',
  '15 calendar days from next day',
  '15 calendar days from next day or next working day',
  '10 minutes round-the-clock',
  '24 hours round-the-clock',
  'day 10 of month',
  'last day of month',
  'days 6-10 of month',
  '2nd Saturday of month',
] as const;

const SPAN =
  /^(\d+(?:\.\d+)?) (?:(working|calendar) )?(minute|hour|day)s?( round-the-clock)?( from next day)?$/;
const DAY_OF_MONTH = /^(?:day (\d+)|days (\d+) ?- ?(\d+)|(last) day) of (?:the )?month$/;
const WEEKDAY_OF_MONTH = /^(1st|2nd|3rd|4th|5th|last) ([a-z]+) of (?:the )?month$/;
const ROLL = / or next working day$/;

/**
 * The object that the string form stands for, upper or lower case, its numbers unchecked; or a fault.
 * Callers want `readDuration`.
 */
export function wordsOfDuration(text: string): object | string {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const roll = ROLL.test(words) ? { orNextWorkingDay: true } : {};
  const main = words.replace(ROLL, '');

  const [, dayTo, from, to, last] = DAY_OF_MONTH.exec(main) ?? [];
  if (from !== undefined) return { dayOfMonth: { from: Number(from), to: Number(to) }, ...roll };
  if (last ?? dayTo) return { dayOfMonth: { to: last ? 31 : Number(dayTo) }, ...roll };

  const [, nth, weekday] = WEEKDAY_OF_MONTH.exec(main) ?? [];
  if (nth !== undefined) {
    if (!WEEKDAYS.some((day) => day === weekday)) {
      return `'${text}': '${weekday}' is no weekday; write for example '2nd Saturday of month'`;
    }
    return { weekdayOfMonth: { nth: nth === 'last' ? nth : Number(nth[0]), weekday }, ...roll };
  }

  const [, number, time, unit, clock, next] = SPAN.exec(main) ?? [];
  if (unit === undefined) {
    return `'${text}' is no duration; write for example '5 working days', '2 working hours', '15 calendar days from next day', '10 minutes round-the-clock', 'day 10 of month' or '2nd Saturday of month'`;
  }
  if (time !== undefined && clock !== undefined) {
    return `'${text}' names two kinds of time; write '${number} ${time} ${unit}s' or '${number} ${unit}s round-the-clock'`;
  }
  if (time === undefined && clock === undefined) {
    return `'${text}' does not say which time; write '${number} working ${unit}s' or ${unit === 'day' ? `'${number} calendar days'` : `'${number} ${unit}s round-the-clock'`}`;
  }
  return {
    amount: Number(number),
    unit: `${unit}s`,
    time: clock ? 'round-the-clock' : time,
    ...(next ? { from: 'next-day' } : {}),
    ...roll,
  };
}
