import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#contracts/parts.js';
import { CommandRunner } from '#chassis/command-runner.js';
import { parseIfMatch } from '#chassis/if-match.js';
import type { Principal } from '#chassis/principal.js';
import { Sealer } from '#chassis/sealer.js';
import type { EscalationContext, EscalationDecision } from '../domain/context.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { answerOf, type DeadlinesAnswer } from './answer.js';
import { ofTheOffice, outOfScope, type Scope } from './scope.js';

/** The call, with its principal and headers. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** What every act says: who, on which holding, with which words (sealed), from which level (null: an administrator). */
export interface Act {
  readonly by: Actor;
  readonly seenNumber: number;
  readonly sealed: string | null;
  readonly level: string | null;
}

type DecideAct = (
  state: EscalationState | undefined,
  act: Act,
  context: EscalationContext,
) => EscalationDecision;

/** Runs one act: If-Match, scope, sealing, the decide, the answer. */
@Injectable()
export class RunAct {
  constructor(
    private readonly commands: CommandRunner,
    private readonly sealer: Sealer,
  ) {}

  run(
    requestId: string,
    request: FastifyRequest,
    text: string | undefined,
    decide: DecideAct,
    scope: Scope = ofTheOffice,
  ): Promise<DeadlinesAnswer> {
    const principal = request.principal as Principal;
    const { sub, role, level } = principal;
    const isAdmin = role === 'admin';
    const { assignmentNumber: seenNumber } = parseIfMatch(request);
    const act: Act = {
      by: { kind: isAdmin ? 'admin' : 'officer', id: sub, level },
      seenNumber,
      sealed: text ? this.sealer.seal({ text }) : null,
      // A missing claim must not widen: no level of that name stands above anything.
      level: isAdmin ? null : (level ?? ''),
    };
    return this.commands.run<EscalationState, EscalationContext, DeadlinesAnswer>({
      requestId,
      principal,
      request,
      decide: (state, context) =>
        outOfScope(principal, state, seenNumber, scope) ?? decide(state, act, context),
      respond: ({ state }) => answerOf(state as EscalationState),
    });
  }
}
