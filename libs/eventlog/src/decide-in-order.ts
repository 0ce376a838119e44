import type { Outgoing } from '#contracts/catalogue.js';
import type { Input, Now, Outcome } from './input.js';
import type { Emitted } from './outgoing-rows.js';

export interface KeptReceipt {
  readonly payloadHash: string;
  readonly response: unknown;
}

/** What the transaction has read, by request id, event id and receipt key. */
export interface Loaded<S> {
  readonly states: ReadonlyMap<string, { readonly state: S; readonly sequence: number }>;
  readonly handled: ReadonlySet<string>;
  readonly receipts: ReadonlyMap<string, KeptReceipt>;
  /** Ids of the requests of which an event is parked, among those whose inputs wait behind it. */
  readonly stuck: ReadonlySet<string>;
}

/** A request whose state changed; `previous` is what the store held before, `events` are all that go out about it now. */
export interface Saved<S> {
  readonly requestId: string;
  readonly state: S;
  readonly sequence: number;
  readonly previous: S | undefined;
  readonly events: readonly Outgoing[];
}

/** What the transaction has to write. */
export interface Decided<S> {
  readonly outcomes: Outcome<S>[];
  readonly saved: Saved<S>[];
  readonly inbox: { readonly eventId: string; readonly outcome: string }[];
  readonly receipts: ({ readonly key: string } & KeptReceipt)[];
  readonly emitted: Emitted[];
}

interface Current<S> {
  state: S | undefined;
  sequence: number;
  previous: S | undefined;
  events: Outgoing[];
  changed: boolean;
}

/** Runs the decides in order. Several inputs about one request see each other's states; no I/O. */
export function decideInOrder<S, C>(
  inputs: readonly Input<S, C>[],
  loaded: Loaded<S>,
  context: C & Now,
): Decided<S> {
  const requests = new Map<string, Current<S>>();
  const handled = new Set<string>();
  const receipts = new Map<string, KeptReceipt>();
  const decided: Decided<S> = { outcomes: [], saved: [], inbox: [], receipts: [], emitted: [] };

  const wasHandled = (eventId: string): boolean => handled.has(eventId) || loaded.handled.has(eventId);
  const receiptOf = (key: string): KeptReceipt | undefined => receipts.get(key) ?? loaded.receipts.get(key);

  const currentOf = (requestId: string): Current<S> => {
    let current = requests.get(requestId);
    if (!current) {
      const stored = loaded.states.get(requestId);
      const state = stored?.state;
      current = { state, sequence: stored?.sequence ?? 0, previous: state, events: [], changed: false };
      requests.set(requestId, current);
    }
    return current;
  };

  const decideOne = (input: Input<S, C>): Outcome<S> => {
    if (input.waitsBehindParked && loaded.stuck.has(input.requestId)) return { kind: 'waiting' };
    if (input.eventId && wasHandled(input.eventId)) return { kind: 'duplicate' };
    const kept = input.receipt && receiptOf(input.receipt.key);
    if (kept && kept.payloadHash !== input.receipt?.payloadHash) return { kind: 'key_reused' };
    if (kept) return { kind: 'replayed', response: kept.response };

    const current = currentOf(input.requestId);
    const decision = input.decide(current.state, context);
    if (decision.kind === 'rejected') return decision;
    if (decision.kind === 'ignored') {
      const { kind, reason } = decision;
      return { kind, reason, state: current.state, sequence: current.sequence };
    }
    current.state = decision.state;
    current.changed = true;
    for (const event of decision.events) {
      current.sequence += 1;
      current.events.push(event);
      const { requestId, traceparent } = input;
      decided.emitted.push({ requestId, event, sequence: current.sequence, traceparent });
    }
    const { kind, state, events } = decision;
    return { kind, state, events, sequence: current.sequence };
  };

  const keep = (input: Input<S, C>, outcome: Outcome<S>): void => {
    if (input.eventId && outcome.kind !== 'duplicate' && outcome.kind !== 'waiting') {
      handled.add(input.eventId);
      decided.inbox.push({ eventId: input.eventId, outcome: outcomeWord(outcome) });
    }
    if (input.receipt && (outcome.kind === 'changed' || outcome.kind === 'ignored')) {
      const { key, payloadHash, respond } = input.receipt;
      const receipt = { payloadHash, response: respond(outcome) ?? null };
      receipts.set(key, receipt);
      decided.receipts.push({ key, ...receipt });
    }
  };

  for (const input of inputs) {
    const outcome = decideOne(input);
    keep(input, outcome);
    decided.outcomes.push(outcome);
  }
  for (const [requestId, { state, sequence, previous, events, changed }] of requests)
    if (changed)
      decided.saved.push({
        requestId,
        state: state as S,
        sequence,
        events,
        previous,
      });
  return decided;
}

/** The word kept in the inbox: `applied`, `ignored:<reason>` or `rejected:<code>`. */
export function outcomeWord(outcome: Outcome<unknown>): string {
  switch (outcome.kind) {
    case 'changed':
      return 'applied';
    case 'ignored':
      return `ignored:${outcome.reason}`;
    case 'rejected':
      return `rejected:${outcome.code}`;
    default:
      return outcome.kind;
  }
}
