import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsPositive, Matches, Min } from 'class-validator';
import type { Progress } from '#eventlog/progress.js';
import { Clock, type ClockMode } from './clock.js';
import { Config } from './config.js';
import { DueWork } from './due-work.js';
import { EventlogStatus } from './eventlog-status.js';
import { Internal } from './principal.js';
import { Problem } from './problem.js';
import { ServiceIdentity } from './service-identity.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

const LAST_MS = 8.64e15;

function instantOf({ value }: { value: unknown }): unknown {
  return Number.isFinite(value) && Math.abs(value as number) <= LAST_MS
    ? new Date(value as number).toISOString()
    : value;
}

class ClockDto {
  @IsIn(['real', 'running', 'stepped'])
  mode!: ClockMode;

  @IsOptional()
  @IsNumber()
  @IsPositive()
  rate?: number;

  /** Domain time at `realBase`: RFC 3339 or epoch ms. */
  @Transform(instantOf)
  @Matches(INSTANT)
  now!: string;

  /** Real time: RFC 3339 or epoch ms. */
  @Transform(instantOf)
  @Matches(INSTANT)
  realBase!: string;

  @IsInt()
  @Min(1)
  version!: number;
}

class ProgressQuery {
  /** `partition:offset,…`: answer once the service is at rest and has consumed so far, at the latest after a moment. */
  @IsOptional()
  @Matches(/^(\d+:\d+(,\d+:\d+)*)?$/)
  reach?: string;
}

const offsetsIn = (reach: string): Record<string, number> =>
  Object.fromEntries(
    reach
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split(':'))
      .map(([partition, offset]) => [partition, Number(offset)]),
  );

export interface ProgressAnswer extends Progress {
  readonly service: string;
  readonly dueNow: boolean;
  /** RFC 3339 UTC. */
  readonly nextDueAt: string | null;
  readonly fired: number;
  readonly now: string;
  readonly clockVersion: number;
}

/** What the installation's own processes ask of one another. */
@Internal()
@Controller('internal')
export class InternalController {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly eventlog: EventlogStatus,
    private readonly identity: ServiceIdentity,
  ) {}

  /** An older version than the one in force changes nothing. */
  @Put('clock')
  setClock(@Body() dto: ClockDto): { mode: ClockMode; now: string; version: number } {
    if (this.config.clock === 'real') throw new Problem('clock_is_real');
    this.clock.set({
      mode: dto.mode,
      rate: dto.rate ?? 1,
      base: Date.parse(dto.now),
      realBase: Date.parse(dto.realBase),
      version: dto.version,
    });
    return { mode: this.clock.mode, now: this.clock.nowInstant(), version: this.clock.setting.version };
  }

  @Get('progress')
  async progress(@Query() { reach }: ProgressQuery): Promise<ProgressAnswer> {
    const progress = await this.eventlog.progress(reach === undefined ? undefined : offsetsIn(reach));
    const due = await this.dueWork.state();
    return {
      ...progress,
      service: this.identity.name,
      inFlight: progress.inFlight + (due.running ? 1 : 0),
      dueNow: due.dueNow,
      nextDueAt: due.nextDueAt === null ? null : new Date(due.nextDueAt).toISOString(),
      fired: due.fired,
      now: this.clock.nowInstant(),
      clockVersion: this.clock.setting.version,
    };
  }

  /** Does all that is due now; answers when it is done. */
  @Post('tick')
  @HttpCode(200)
  async tick(): Promise<{ fired: number }> {
    return { fired: await this.dueWork.run() };
  }
}
