import type { Decided, Saved } from '#eventlog/decide-in-order.js';
import type { Input } from '#eventlog/input.js';
import type { OutboxRow } from './outbox.js';

export type Purpose = 'events' | 'command' | 'firing' | 'stand_in' | 'delivery' | 'recalculation';

/** What a transaction has decided and will write when it commits. */
export interface Prepared {
  /** Domain time read after the locks were held. RFC 3339 UTC. */
  readonly now: string;
  readonly inputs: readonly Input<any, any>[];
  readonly decided: Decided<any>;
  readonly rows: readonly OutboxRow[];
  /** Of the saved requests: those that had no row when the states were loaded. */
  readonly fresh: readonly string[];
}

/** One transaction of a replica: it holds the locks of its requests from the reading on until it commits or its process dies. */
export interface Transaction {
  readonly purpose: Purpose;
  readonly replica: number;
  readonly requestIds: readonly string[];
  /** Decides with the locks held; null where nothing is left to do. */
  readonly prepare: () => Prepared | null;
  /** Runs after the commit, while the process lives. */
  readonly after: (prepared: Prepared) => void;
  prepared: Prepared | null;
}

export type Change = Saved<any>;
