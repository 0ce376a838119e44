import type { HeldBy } from './principals.js';

/** What the holder's screen shows: the entity tag, and who holds it by it. */
export interface Tag {
  readonly number: number;
  readonly revision: number;
  readonly held: HeldBy;
}

/** One request from the outside. */
export interface Life {
  readonly id: string;
  readonly index: number;
  readonly requesterId: string;
  /** Latest last; two are kept. */
  tags: readonly Tag[];
  /** Acts so far; makes Idempotency-Keys. */
  acts: number;
}
