import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { coversArea, mustBeOfInstallation } from '#chassis/scope.js';
import { ProfileStore } from '#profile/profile-store.js';
import { dayOf, formatDay, parseDay } from '#working-time/civil-day.js';
import { CalendarCache } from './calendar-cache.js';
import { CalendarChanges } from './calendar-changes.js';
import { calendarDays } from './calendar-days.js';
import { AnnouncementDto, CalendarQueryDto, ClosureDto } from './calendar.dto.js';
import { calendarSchema, changeSchema, closureSchema } from './calendar-schemas.js';
import { faultAt, knownDay } from './known-day.js';

const MOST_DAYS = 366;

@ApiTags('calendar')
@Controller('v1/calendar')
export class CalendarController {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly cache: CalendarCache,
    private readonly changes: CalendarChanges,
    private readonly profiles: ProfileStore,
  ) {}

  @Get()
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @ApiOkResponse({ schema: calendarSchema as never })
  async days(@Query() query: CalendarQueryDto) {
    const today = formatDay(dayOf(this.clock.now()));
    const from = knownDay(query.from ?? today, 'from', 'query');
    const to = query.to ? knownDay(query.to, 'to', 'query') : formatDay(parseDay(from) + 30);
    const length = parseDay(to) - parseDay(from);
    if (length < 0) throw faultAt('to', '不能早于 from', 'must not be before from', 'query');
    if (length >= MOST_DAYS)
      throw faultAt('to', `最多 ${MOST_DAYS} 天`, `at most ${MOST_DAYS} days`, 'query');
    const { calendar, closures } = await this.cache.look(this.pool);
    const { version, coverageFrom, coverageUntil } = calendar;
    return {
      version,
      coverageFrom,
      coverageUntil,
      days: calendarDays(calendar, from, to),
      closures: closures
        .filter((closure) => closure.from <= to && (closure.until ?? closure.from) >= from)
        .map(({ area, ...rest }) => ({ areaCode: area, ...rest })),
    };
  }

  /** The calendar is the whole installation's: an administrator of one jurisdiction alone cannot change it. */
  @Post('imports')
  @HttpCode(200)
  @Permit('admin')
  @ApiOkResponse({ schema: changeSchema as never })
  async import(@Me() me: Principal, @Body() dto: AnnouncementDto) {
    mustBeOfInstallation(me);
    knownDay(dto.coverageFrom, 'coverageFrom');
    knownDay(dto.coverageUntil, 'coverageUntil');
    const rows = dto.rows.map((row, i) => ({
      ...row,
      from: knownDay(row.from, `rows/${i}/from`),
      until: knownDay(row.until ?? row.from, `rows/${i}/until`),
    }));
    const { calendar, changedDays } = await this.changes.importAnnouncement({ ...dto, rows });
    const { version, coverageFrom, coverageUntil } = calendar;
    return { version, coverageFrom, coverageUntil, changedDays };
  }

  @Post('closures')
  @HttpCode(200)
  @Permit('admin')
  @ApiOkResponse({ schema: closureSchema as never })
  async close(@Me() me: Principal, @Body() { areaCode, from, until = from, reason }: ClosureDto) {
    const jurisdiction = this.profiles.jurisdictionOf(areaCode);
    if (!jurisdiction || !coversArea(me, areaCode)) throw new Problem('unknown_area');
    const days = parseDay(knownDay(until, 'until')) - parseDay(knownDay(from, 'from'));
    if (days < 0) throw faultAt('until', '不能早于 from', 'must not be before from');
    if (days >= MOST_DAYS) throw faultAt('until', `最多 ${MOST_DAYS} 天`, `at most ${MOST_DAYS} days`);
    await this.changes.announceClosure({ area: areaCode, from, until, reason });
    return { areaCode, from, until, reason };
  }
}
