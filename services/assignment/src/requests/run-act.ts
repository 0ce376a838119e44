import { Injectable } from '@nestjs/common';
import { CommandRunner } from '#chassis/command-runner.js';
import { etagOf, parseIfMatch } from '#chassis/if-match.js';
import { Sealer } from '#chassis/sealer.js';
import { rejected } from '#decider/decision.js';
import type { Act } from '../domain/act.js';
import type { AssignmentContext } from '../domain/context.js';
import type { AssignmentDecision } from '../domain/decide-with.js';
import type { RequestState } from '../domain/request-state.js';
import { openContact } from '../persistence/officer-contact.js';
import { RegistryCache } from '../persistence/registry-cache.js';
import { answerOf, type AssignmentAnswer } from './answer.js';
import { actorOf, type Caller } from '#chassis/caller.js';
import { mayAct, ofTheOffice, type Scope } from './may-act.js';

export interface ActOptions {
  /** Free text and the like; sealed before the core sees it. */
  readonly content?: object;
  readonly scope?: Scope;
}

type DecideAct = (
  state: RequestState | undefined,
  act: Act,
  context: AssignmentContext,
) => AssignmentDecision;

/** Runs one act on a holding: If-Match, scope, sealing, the decide, the answer with its ETag. */
@Injectable()
export class RunAct {
  constructor(
    private readonly commands: CommandRunner,
    private readonly sealer: Sealer,
    private readonly registry: RegistryCache,
  ) {}

  run(
    requestId: string,
    { principal, request, reply }: Caller,
    decide: DecideAct,
    { content, scope = ofTheOffice }: ActOptions = {},
  ): Promise<AssignmentAnswer> {
    const seen = parseIfMatch(request);
    const act: Act = {
      by: actorOf(principal),
      seen,
      sealed: content ? this.sealer.seal(content) : null,
    };
    return this.commands.run<RequestState, AssignmentContext, AssignmentAnswer>({
      requestId,
      principal,
      request,
      reply,
      decide: (state, context) =>
        mayAct(principal, state, seen.assignmentNumber, scope)
          ? decide(state, act, context)
          : rejected('request_not_found'),
      respond: ({ state }) => answerOf(state as RequestState, (officerId) => this.#nameOf(officerId)),
      etag: ({ state }) =>
        state && 'holding' in state
          ? etagOf({ assignmentNumber: state.holding.number, sequence: state.revision })
          : undefined,
    });
  }

  #nameOf(officerId: string): string {
    return openContact(this.sealer, this.registry.current.officers.get(officerId)).name;
  }
}
