import type { Outgoing, Received, EventName } from '#contracts/catalogue.js';
import type { Decision } from '#decider/decision.js';

/** Given to every decide: the domain time of this batch (RFC 3339 UTC, ms) beside what the service loads for it. */
export interface Now {
  readonly now: string;
}

/** A decision about one request, as a closure over the event or command that asks for it. */
export type Decide<State, Context = object> = (
  state: State | undefined,
  context: Context & Now,
) => Decision<State, Outgoing>;

/** One thing to decide: an event that arrived (with `eventId`, kept in the inbox) or a command (with `receipt`, kept for its Idempotency-Key). */
export interface Input<State, Context = object> {
  readonly requestId: string;
  readonly decide: Decide<State, Context>;
  readonly eventId?: string;
  /** W3C traceparent handed on to the events that come of it. */
  readonly traceparent?: string;
  readonly receipt?: Receipt<State>;
  /** Comes from the log, in its turn: while an earlier event of the request is parked the outcome is `waiting`, and nothing is written. */
  readonly waitsBehindParked?: true;
}

/** Idempotency-Key of a command: the same key and payload get the first answer again; another payload is refused. */
export interface Receipt<State> {
  /** Key, made unique by actor and route. */
  readonly key: string;
  readonly payloadHash: string;
  /** The answer to keep beside the effect, in the same transaction. Only changed and ignored outcomes are kept. */
  readonly respond: (outcome: Outcome<State>) => unknown;
}

export type Outcome<State> =
  /** `sequence`: the service's own event count for the request after this. */
  | {
      readonly kind: 'changed';
      readonly state: State;
      readonly events: readonly Outgoing[];
      readonly sequence: number;
    }
  | {
      readonly kind: 'ignored';
      readonly reason: string;
      readonly state: State | undefined;
      readonly sequence: number;
    }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: Readonly<Record<string, unknown>> }
  /** The event was handled before. */
  | { readonly kind: 'duplicate' }
  /** An earlier event of the request is parked. */
  | { readonly kind: 'waiting' }
  /** The command was answered before under this key: the kept answer. */
  | { readonly kind: 'replayed'; readonly response: unknown }
  /** The key was used for another payload. */
  | { readonly kind: 'key_reused' };

/** What a reaction handler (a Nest controller method under `@Reaction(name)`) returns: the closure to decide with, or null to skip the event. */
export type ReactionHandler<N extends EventName, State, Context> = (
  event: Received<N>,
) => Decide<State, Context> | null;
