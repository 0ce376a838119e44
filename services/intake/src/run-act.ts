import { Injectable } from '@nestjs/common';
import { CommandRunner } from '#chassis/command-runner.js';
import { Sealer } from '#chassis/sealer.js';
import { rejected } from '#decider/decision.js';
import { answerOf, type IntakeAnswer } from './answer.js';
import { actorOf, type Caller } from '#chassis/caller.js';
import type { IntakeContext, IntakeDecision } from './domain/decide-with.js';
import type { Act, RequestState } from './domain/request-state.js';
import { holds, isRequester, isStaffInScope } from './may-see.js';

type DecideAct = (state: RequestState | undefined, act: Act, context: IntakeContext) => IntakeDecision;

/** Runs one act on a request that is there: who may, sealing, the decide, the answer. */
@Injectable()
export class RunAct {
  constructor(
    private readonly commands: CommandRunner,
    private readonly sealer: Sealer,
  ) {}

  /** For whoever submitted it. Staff who may see it are told so, others learn nothing. */
  asRequester(id: string, by: Caller, text: string | undefined, decide: DecideAct): Promise<IntakeAnswer> {
    return this.#run(id, by, text, (state, act, context) => {
      if (state && !isRequester(by.principal, state))
        return rejected(isStaffInScope(by.principal, state) ? 'only_the_requester' : 'request_not_found');
      return decide(state, act, context);
    });
  }

  /** For the office that holds it. */
  asHolder(id: string, by: Caller, text: string | undefined, decide: DecideAct): Promise<IntakeAnswer> {
    return this.asStaff(id, by, text, (state, act, context) =>
      state && !holds(by.principal, state) ? rejected('not_your_assignment') : decide(state, act, context),
    );
  }

  /** For staff who may see it; whether they stand high enough is for the decide to say. */
  asStaff(id: string, by: Caller, text: string | undefined, decide: DecideAct): Promise<IntakeAnswer> {
    return this.#run(id, by, text, (state, act, context) =>
      state && !isStaffInScope(by.principal, state)
        ? rejected('request_not_found')
        : decide(state, act, context),
    );
  }

  #run(
    requestId: string,
    { principal, request, reply }: Caller,
    text: string | undefined,
    decide: DecideAct,
  ): Promise<IntakeAnswer> {
    const act: Act = { by: actorOf(principal), sealed: text ? this.sealer.seal({ text }) : null };
    return this.commands.run<RequestState, IntakeContext, IntakeAnswer>({
      requestId,
      principal,
      request,
      reply,
      decide: (state, context) => decide(state, act, context),
      respond: ({ state }) => answerOf(state as RequestState),
    });
  }
}
