import { applyDecorators, HttpCode, Injectable } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CommandRunner } from '#chassis/command-runner.js';
import { parseIfMatch } from '#chassis/if-match.js';
import { Permit, type Principal } from '#chassis/principal.js';
import { coversArea } from '#chassis/scope.js';
import { rejected } from '#decider/decision.js';
import type { Decide } from '#eventlog/input.js';
import type { TriageContext } from './domain/triage-context.js';
import type { TriageState } from './domain/triage-state.js';

export interface TriageAnswer {
  readonly id: string;
  readonly status: TriageState['status'];
}

/** What every act of people on a queued request has in common at the door. */
export const ActOnQueued = () =>
  applyDecorators(
    HttpCode(200),
    Permit('officer', 'supervisor', 'admin'),
    ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the request' }),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['id', 'status'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          status: { type: 'string', enum: ['queued', 'triaged', 'declined', 'withdrawn'] },
        },
      } as never,
    }),
  );

/** Runs what a person decided about a queued request, within the area of whoever decides. */
@Injectable()
export class DecideByHand {
  constructor(private readonly commands: CommandRunner) {}

  /** @throws Problem request_not_found outside the area too, not_in_triage, precondition_required, precondition_failed */
  run(
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
