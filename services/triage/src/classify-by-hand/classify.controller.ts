import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#contracts/parts.js';
import { CommandRunner } from '#chassis/command-runner.js';
import { parseIfMatch } from '#chassis/if-match.js';
import { Me, Permit, type Principal } from '#chassis/principal.js';
import { RequestId } from '#chassis/request-id.js';
import { coversArea } from '#chassis/scope.js';
import { Sealer } from '#chassis/sealer.js';
import { rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import { classifyByHand } from '../domain/classify-by-hand.js';
import { declineByHand } from '../domain/decline-by-hand.js';
import type { TriageContext } from '../domain/triage-context.js';
import type { TriageState } from '../domain/triage-state.js';
import { ClassificationDto, DeclineDto } from './classify.dto.js';

export interface TriageAnswer {
  readonly id: string;
  readonly status: TriageState['status'];
}

const answer = {
  schema: {
    type: 'object',
    required: ['id', 'status'],
    properties: { id: { type: 'string', format: 'uuid' }, status: { type: 'string' } },
  } as never,
};

/** What people decide about queued requests. */
@ApiTags('triage')
@Controller('v1/requests/:id')
export class ClassifyController {
  constructor(
    private readonly commands: CommandRunner,
    private readonly sealer: Sealer,
  ) {}

  @Post('classification')
  @HttpCode(200)
  @Permit('officer', 'supervisor', 'admin')
  @ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request' })
  @ApiOkResponse(answer)
  classify(
    @RequestId() id: string,
    @Me() me: Principal,
    @Req() request: FastifyRequest,
    @Body() choice: ClassificationDto,
  ): Promise<TriageAnswer> {
    return this.run(id, me, request, (state, context) => classifyByHand(state, actorOf(me), choice, context));
  }

  @Post('decline')
  @HttpCode(200)
  @Permit('officer', 'supervisor', 'admin')
  @ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request' })
  @ApiOkResponse(answer)
  decline(
    @RequestId() id: string,
    @Me() me: Principal,
    @Req() request: FastifyRequest,
    @Body() { redirect, text }: DeclineDto,
  ): Promise<TriageAnswer> {
    const sealed = text ? this.sealer.seal({ text }) : null;
    const to = { zh: redirect.zh, en: redirect.en };
    return this.run(id, me, request, (state) => declineByHand(state, actorOf(me), { redirect: to, sealed }));
  }

  private run(
    requestId: string,
    principal: Principal,
    request: FastifyRequest,
    decide: Decide<TriageState, TriageContext>,
  ): Promise<TriageAnswer> {
    // Nobody holds the request yet, so there is no assignment to compare; the state decides. The header is owed all the same.
    parseIfMatch(request);
    return this.commands.run<TriageState, TriageContext, TriageAnswer>({
      requestId,
      principal,
      request,
      decide: (state, context) =>
        state && coversArea(principal, state.areaCode ?? state.jurisdiction)
          ? decide(state, context)
          : rejected('request_not_found'),
      respond: ({ state }) => ({ id: requestId, status: (state as TriageState).status }),
    });
  }
}

const actorOf = ({ sub, role, level }: Principal): Actor => ({
  kind: role === 'admin' ? 'admin' : 'officer',
  id: sub,
  level,
});
