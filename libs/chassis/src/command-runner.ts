import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Decide, Input, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import type { Principal } from './principal.js';
import { type FieldFault, Problem } from './problem.js';
import { entryOf, isProblemCode } from './problem-catalogue.js';
import { UUID } from './request-id.js';
import type { Sealer } from './sealer.js';

export type Done<S> = Extract<Outcome<S>, { kind: 'changed' | 'ignored' }>;

export interface Command<S, C, B> {
  readonly requestId: string;
  readonly principal: Principal | undefined;
  readonly request: FastifyRequest;
  readonly decide: Decide<S, C>;
  /** The answer's body; kept with the Idempotency-Key, so it must be plain JSON. */
  readonly respond: (outcome: Done<S>) => B;
  /** The ETag to answer with (`etagOf`), where this service knows it; needs `reply`. */
  readonly etag?: (outcome: Done<S>) => string | undefined;
  readonly reply?: FastifyReply;
  /** Whether to wait a moment for another service's event; true unless said otherwise. */
  readonly patience?: boolean;
}

interface Kept<B> {
  readonly body: B;
  readonly etag?: string;
}

/** Longest wait for an event that may be on its way, real time. */
const PATIENCE_MS = 1_500;
/** First look again; doubled each time, because another replica's change is not signalled here. */
const FIRST_LOOK_MS = 100;

/** Runs one REST command through the shell: Idempotency-Key, patience, outcome to answer or problem. */
@Injectable()
export class CommandRunner {
  constructor(
    private readonly shell: Shell,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem by the code of the rejection, idempotency_key_invalid, idempotency_key_reused, request_not_found */
  async run<S, C, B>(command: Command<S, C, B>): Promise<B> {
    if (!UUID.test(command.requestId)) throw new Problem('request_not_found');
    const outcome = await this.#decided(command, this.#input(command));
    const kept = this.#answerOf(outcome, command);
    if (kept.etag) void command.reply?.header('etag', kept.etag);
    return kept.body;
  }

  #input<S, C, B>(command: Command<S, C, B>): Input<S, C> {
    const idempotency = idempotencyKeyOf(command.request, command.principal);
    const { traceparent } = command.request;
    return {
      requestId: command.requestId,
      decide: command.decide,
      ...(traceparent ? { traceparent } : {}),
      ...(idempotency
        ? {
            receipt: {
              ...idempotency,
              // An answer may name people: at rest it is sealed like everything else about them.
              respond: (outcome) => this.sealer.seal(keptOf(outcome as Done<S>, command)),
            },
          }
        : {}),
    };
  }

  async #decided<S, C, B>(command: Command<S, C, B>, input: Input<S, C>): Promise<Outcome<S>> {
    const until = performance.now() + PATIENCE_MS;
    const decide = (): Promise<Outcome<S>> => (this.shell as Shell<S, C>).execute(input);
    let outcome = await decide();
    for (let look = FIRST_LOOK_MS; command.patience !== false && isBehind(outcome); look *= 2) {
      const left = until - performance.now();
      if (left <= 0) break;
      // Listening begins before deciding again, so that no change between the two is missed.
      const over = AbortSignal.timeout(Math.ceil(Math.min(look, left)));
      const changed = this.shell.changedSignal(input.requestId, over);
      outcome = await decide();
      if (!isBehind(outcome)) break;
      await changed;
    }
    return outcome;
  }

  #answerOf<S, C, B>(outcome: Outcome<S>, command: Command<S, C, B>): Kept<B> {
    switch (outcome.kind) {
      case 'changed':
      case 'ignored':
        return keptOf(outcome, command);
      case 'replayed':
        return this.#opened<B>(outcome.response);
      case 'key_reused':
        throw new Problem('idempotency_key_reused');
      case 'rejected':
        throw problemOfRejection(outcome.code, outcome.detail);
      case 'duplicate':
      case 'waiting':
        throw new Error(`a command does not come from the log and cannot be ${outcome.kind}`);
    }
  }

  #opened<B>(response: unknown): Kept<B> {
    // Kept in the clear by an older version.
    if (typeof response !== 'string') return response as Kept<B>;
    const kept = this.sealer.open<Kept<B>>(response);
    if (!kept) throw new Error('the kept answer cannot be opened with the keys at hand');
    return kept;
  }
}

const isBehind = ({ kind, ...rest }: Outcome<unknown>): boolean =>
  kind === 'rejected' &&
  'code' in rest &&
  isProblemCode(rest.code) &&
  entryOf(rest.code).mayBeBehind === true;

function keptOf<S, C, B>(outcome: Done<S>, command: Command<S, C, B>): Kept<B> {
  const etag = command.etag?.(outcome);
  return { body: command.respond(outcome), ...(etag ? { etag } : {}) };
}

function problemOfRejection(code: string, detail: Readonly<Record<string, unknown>>): Error {
  if (!isProblemCode(code)) return new Error(`the catalogue does not know the code ${code}`);
  const { errors, ...facts } = detail;
  return new Problem(code, {
    facts,
    ...(Array.isArray(errors) ? { errors: errors as FieldFault[] } : {}),
  });
}
