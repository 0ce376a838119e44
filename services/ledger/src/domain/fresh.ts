import type { Move } from './move-of.js';
import type { TimelineEntry } from './timeline-entry.js';

/**
 * What this transaction has added to a view and the side tables do not hold yet. A symbol, so that it never reaches the stored
 * body: how events were gathered into transactions must leave no trace, or a rebuilt ledger would differ from the live one.
 */
export const FRESH = Symbol('fresh');

export interface Fresh {
  readonly entry: TimelineEntry;
  readonly move: Move | null;
}
