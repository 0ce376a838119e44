import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock } from '#chassis/clock.js';
import { coverageDaysLeft } from '#working-time/calendar.js';
import { CalendarCache } from './calendar/calendar-cache.js';
import { calendarCoverage, deadlinesPending } from './metrics.js';

/** Counting stops here: an index of ten million rows is not walked through for a figure nobody reads so exactly. */
const COUNTED = 100_000;

/** Figures that are read off when somebody asks for them. */
@Injectable()
export class EscalationGauges implements OnModuleInit {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly calendars: CalendarCache,
  ) {}

  onModuleInit(): void {
    const { pool, clock, calendars } = this;
    // prom-client asks the gauge before each scrape.
    Object.assign(deadlinesPending, {
      collect: async () => {
        const { rows } = await pool.query<{ count: number }>(
          `select count(*)::int from (select from escalation.deadline limit ${COUNTED}) d`,
        );
        deadlinesPending.set(rows[0]?.count ?? 0);
      },
    });
    Object.assign(calendarCoverage, {
      collect: async () => {
        const { calendar } = await calendars.look(pool);
        calendarCoverage.set(coverageDaysLeft(calendar, clock.now()));
      },
    });
  }
}
