import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Pool } from 'pg';
import { IsInstant } from '#chassis/is-instant.js';
import { Internal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { ProfileStore } from '#profile/profile-store.js';
import { addWorkingDays } from '#working-time/working-days.js';
import { CalendarCache } from './calendar-cache.js';

class WorkingDaysDto {
  /** RFC 3339. */
  @IsInstant()
  from!: string;

  @IsInt()
  @Min(0)
  @Max(3650)
  workingDays!: number;

  /** Root area code; the first jurisdiction when absent. */
  @IsOptional()
  @Matches(/^\d{2,15}$/)
  jurisdiction?: string;
}

/** What the virtual clock asks when it shall go on by working days. */
@Internal()
@Controller('internal')
export class WorkingDaysController {
  constructor(
    private readonly pool: Pool,
    private readonly cache: CalendarCache,
    private readonly profiles: ProfileStore,
  ) {}

  @Post('working-days')
  @HttpCode(200)
  async add(@Body() { from, workingDays, jurisdiction }: WorkingDaysDto): Promise<{ to: string }> {
    const start = Date.parse(from);
    const code = jurisdiction ?? this.profiles.jurisdictions[0]?.code;
    const here = code === undefined ? undefined : this.profiles.forJurisdiction(code);
    if (!here) throw new Problem('unknown_area');
    const calendar = await this.cache.look(this.pool);
    const to = addWorkingDays(start, workingDays, calendar.at(here.jurisdiction.code, here.profile));
    return { to: new Date(to).toISOString() };
  }
}
