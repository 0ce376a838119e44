/** What a look at the outbox tells. Transactions are counted as PostgreSQL does (xid8). */
export interface OutboxLook {
  /** Of the rows that were looked for; null: there is none. */
  readonly lowestId: bigint | null;
  /** All transactions before it have ended, and what they wrote is seen. */
  readonly oldestUnderWay: bigint;
  /** No transaction from it on had begun. */
  readonly nextToBegin: bigint;
}

/** The whole outbox is looked at so often, for what somebody wrote by hand below the floor. */
const LOOKS_TO_A_SWEEP = 60;

/**
 * The id below which nothing is in the outbox nor will be: a claim begins there, not among what has left. PostgreSQL clears that
 * away only when no snapshot is older, and a backup holds one for an hour.
 *
 * Ids are handed out before the commit, so that a lower one can appear after a higher one was claimed; but only from a transaction
 * that is under way by then. When all of these have ended, each id handed out at that time is seen or never will be. A new
 * request's transaction may be counted a moment after it was given an id: so those under way are counted a look later.
 */
export class OutboxFloor {
  id = 0n;
  private mark: { readonly id: bigint; readonly before: bigint } | undefined;
  private claimedBefore: bigint | null = null;
  private looks = 0;

  /** Where the next look begins. */
  get lookFrom(): bigint {
    return this.looks % LOOKS_TO_A_SWEEP === LOOKS_TO_A_SWEEP - 1 ? 0n : this.id;
  }

  /** @param claimed the highest id claimed before the look began; null: none yet */
  looked({ lowestId, oldestUnderWay, nextToBegin }: OutboxLook, claimed: bigint | null): void {
    this.looks += 1;
    const settled = this.mark && oldestUnderWay >= this.mark.before ? this.mark : undefined;
    if (settled) this.id = settled.id;
    if (lowestId !== null && lowestId < this.id) this.id = lowestId;
    if (this.claimedBefore !== null && (settled || !this.mark))
      this.mark = { id: this.claimedBefore + 1n, before: nextToBegin };
    this.claimedBefore = claimed;
  }
}
