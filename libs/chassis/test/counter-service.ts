import { Body, Controller, HttpCode, Module, Param, Post, Req, Res } from '@nestjs/common';
import { IsInt } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommandRunner } from '#chassis/command-runner.js';
import { etagOf, parseIfMatch } from '#chassis/if-match.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { outgoing, type Received } from '#contracts/catalogue.js';
import { changed, rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import { Reaction } from '#eventlog/reaction.js';
import { EventlogModule } from '#eventlog/eventlog.module.js';

interface Counter {
  readonly count: number;
  /** Own events that came back over the log. */
  readonly heard?: number;
}

class AmountDto {
  @IsInt()
  amount!: number;
}

/** The smallest thing that decides: a sum by request. */
@Controller('v1/requests/:id')
class CounterController {
  constructor(private readonly commands: CommandRunner) {}

  @Post('add')
  @Permit('officer')
  @HttpCode(200)
  add(
    @RequestId() requestId: string,
    @Body() { amount }: AmountDto,
    @Me() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.commands.run({
      requestId,
      principal,
      request,
      reply,
      decide: (state: Counter | undefined) => changed({ count: (state?.count ?? 0) + amount }),
      respond: ({ state }) => ({ count: state?.count ?? 0 }),
      etag: ({ state }) => etagOf({ assignmentNumber: state?.count ?? 0, sequence: 0 }),
    });
  }

  /** Says so on the log; the reaction hears it. */
  @Post('say')
  @Permit('officer')
  @HttpCode(200)
  say(@RequestId() requestId: string, @Me() principal: Principal, @Req() request: FastifyRequest) {
    const body = {
      requestId,
      by: { kind: 'officer' as const, id: principal.sub, level: null },
      reason: { rule: 'test', facts: {} },
      assignmentNumber: 1,
      sealed: null,
    };
    return this.commands.run({
      requestId,
      principal,
      request,
      decide: (state: Counter | undefined) =>
        changed({ ...state, count: state?.count ?? 0 }, outgoing('WorkProgressed', body)),
      respond: ({ state }) => ({ heard: (state as Counter | undefined)?.heard ?? 0 }),
    });
  }

  @Reaction('WorkProgressed')
  hear(_event: Received<'WorkProgressed'>): Decide<Counter> {
    return (state) => changed({ count: state?.count ?? 0, heard: (state?.heard ?? 0) + 1 });
  }

  /** Refused by the code in the path, until the request is there. */
  @Post('refused/:code')
  @Permit('officer')
  @HttpCode(200)
  refused(
    @RequestId() requestId: string,
    @Param('code') code: string,
    @Me() principal: Principal,
    @Req() request: FastifyRequest,
  ) {
    return this.commands.run({
      requestId,
      principal,
      request,
      decide: (state: Counter | undefined) => (state ? changed(state) : rejected(code, { seen: 0 })),
      respond: ({ state }) => ({ count: state?.count ?? 0 }),
    });
  }

  @Post('guarded')
  @Permit('officer')
  @HttpCode(200)
  guarded(@Req() request: FastifyRequest) {
    return parseIfMatch(request);
  }
}

@Module({
  imports: [EventlogModule.forService<Counter>({ service: 'triage', schema: 'triage' })],
  controllers: [CounterController],
})
export class CounterModule {}
