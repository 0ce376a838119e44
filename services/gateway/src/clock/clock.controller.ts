import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '#chassis/clock.js';
import { Config } from '#chassis/config.js';
import { Me, Permit, type Principal, Public } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { mustBeOfInstallation } from '#chassis/scope.js';
import { toOffsetTime } from '#chassis/time.js';
import { readSpan } from '../domain/read-span.js';
import { ClockHand } from './clock-hand.js';
import { AdvanceDto, ClockModeDto } from './clock.dto.js';
import { Installation } from './installation.js';

export interface ClockAnswer {
  readonly mode: string;
  readonly now: string;
  readonly rate: number;
}

const clockSchema = {
  schema: {
    type: 'object',
    required: ['mode', 'now', 'rate'],
    properties: {
      mode: { type: 'string', enum: ['real', 'running', 'stepped'] },
      now: { type: 'string', format: 'date-time' },
      rate: { type: 'number' },
    },
  } as never,
};
const advancedSchema = {
  schema: {
    type: 'object',
    required: ['now', 'steps', 'fired'],
    properties: {
      now: { type: 'string', format: 'date-time' },
      steps: { type: 'integer' },
      fired: { type: 'integer' },
    },
  } as never,
};

/** The one time of all services. Outside the demo and the tests it is real, and cannot be moved. */
@ApiTags('clock')
@Controller('v1/clock')
export class ClockController {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly hand: ClockHand,
    private readonly installation: Installation,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse(clockSchema)
  read(): ClockAnswer {
    const { mode, rate } = this.clock.setting;
    return { mode, now: toOffsetTime(this.clock.now()), rate: mode === 'running' ? rate : 1 };
  }

  @Put()
  @Permit('admin')
  @ApiOkResponse(clockSchema)
  async set(@Me() me: Principal, @Body() { mode, rate }: ClockModeDto): Promise<ClockAnswer> {
    mustBeOfInstallation(me);
    this.refuseRealClock();
    await this.hand.set(mode, rate ?? this.clock.setting.rate);
    return this.read();
  }

  @Post('advance')
  @HttpCode(200)
  @Permit('admin')
  @ApiOkResponse(advancedSchema)
  async advance(
    @Me() me: Principal,
    @Body() how: AdvanceDto,
  ): Promise<{ now: string; steps: number; fired: number }> {
    mustBeOfInstallation(me);
    this.refuseRealClock();
    if (
      [how.to, how.duration, how.workingDays, how.untilNextDue].filter((value) => value !== undefined)
        .length !== 1
    )
      throw exactlyOne();
    // Judged when asked: whoever waits for another's advance may find the time passed, and is then where he wanted to be.
    if (how.to !== undefined) this.refuseBackwards(how.to);
    const done = await this.hand.advance((now) => this.target(how, now));
    return { now: toOffsetTime(done.now), steps: done.steps, fired: done.fired };
  }

  private async target(how: AdvanceDto, now: number): Promise<number | null> {
    if (how.untilNextDue) return null;
    if (how.workingDays !== undefined)
      return Date.parse(
        await this.installation.workingDaysAfter(
          new Date(now).toISOString(),
          how.workingDays,
          how.jurisdiction,
        ),
      );
    if (how.duration !== undefined) {
      const span = readSpan(how.duration);
      if (span === null)
        throw field('/duration', '应为 PT3H、P2D、90m 之类', 'a time such as PT3H, P2D or 90m');
      return now + span;
    }
    return Date.parse(how.to!);
  }

  private refuseBackwards(to: string): void {
    // A running clock has gone on since the caller read it.
    if (this.clock.mode === 'stepped' && Date.parse(to) < this.clock.now())
      throw field('/to', '时钟不能倒退', 'the clock does not go back');
  }

  private refuseRealClock(): void {
    if (this.config.clock === 'real') throw new Problem('clock_is_real');
  }
}

const field = (pointer: string, zh: string, en: string): Problem =>
  new Problem('validation_failed', { errors: [{ pointer, rule: 'time', detail: { zh, en } }] });

const exactlyOne = (): Problem =>
  field(
    '',
    '须且只能给出 to、duration、workingDays、untilNextDue 之一',
    'exactly one of to, duration, workingDays, untilNextDue',
  );
