import type { ServiceName } from '../model/services.js';

/** One holding, as its RequestAssigned said. */
export interface SeenHolding {
  readonly number: number;
  readonly level: string;
  readonly officeCode: string;
  readonly officerId: string;
  readonly cause: string;
}

/** What the checker remembers of one request: from the events themselves, never from a service's state. */
export interface Watch {
  /** Writer → events committed so far. */
  readonly written: Record<ServiceName, number>;
  /** Writer → the last sequence that reached the log. */
  readonly sent: Record<ServiceName, number>;
  /** Reader → writer → the last sequence handled with effect on the inbox. */
  readonly handled: Record<ServiceName, Record<ServiceName, number>>;
  /** Reader → events that it has to handle and has not yet. */
  readonly owed: Record<ServiceName, number>;
  readonly holdings: SeenHolding[];
  /** `number` and `number/dispute`: for which an escalation was raised. */
  readonly raised: Set<string>;
  /** Keys of the deadlines that fired. */
  readonly fired: Set<string>;
  /** Forms of the opinions on record with the office that holds it. */
  opinions: Set<string>;
  /** Assignment → extensions granted. */
  readonly extensionsGranted: Map<number, number>;
  returnRefusedFor: number;
  /** Assignment → what intake may close it by. */
  confirmed: number | null;
  exception: number | null;
  exceptionAskedBy: string | null;
  triaged: boolean;
}

const none = (): Record<ServiceName, number> => ({
  intake: 0,
  triage: 0,
  assignment: 0,
  escalation: 0,
  notification: 0,
  ledger: 0,
});

export const newWatch = (): Watch => ({
  written: none(),
  sent: none(),
  handled: {
    intake: none(),
    triage: none(),
    assignment: none(),
    escalation: none(),
    notification: none(),
    ledger: none(),
  },
  owed: none(),
  holdings: [],
  raised: new Set(),
  fired: new Set(),
  opinions: new Set(),
  extensionsGranted: new Map(),
  returnRefusedFor: 0,
  confirmed: null,
  exception: null,
  exceptionAskedBy: null,
  triaged: false,
});
