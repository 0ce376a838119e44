import { calendarOf, type Calendar } from './calendar.js';
import { officialCalendarRows } from './official-calendar.generated.js';

/**
 * The arrangement of days off announced each year by the General Office of the State Council, 2010 to 2026.
 * The announcement for a year comes in the November before it; until then later deadlines are provisional.
 */
export const OFFICIAL_CALENDAR: Calendar = calendarOf({
  version: 'gov-cn-2026.1',
  coverageFrom: '2010-01-01',
  coverageUntil: '2026-12-31',
  rows: officialCalendarRows.map(([kind, from, until, name, nameEn]) => ({
    kind,
    from,
    until,
    name,
    nameEn,
  })),
});
