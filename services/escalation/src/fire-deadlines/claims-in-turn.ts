import type { ClaimedDeadlines } from './claim-due-deadlines.js';

/**
 * The claims of one search for what is due, one after the other, each from where the one before it ended. Side by side each would
 * walk over what the others have locked, and over what they have just fired.
 */
export class ClaimsInTurn {
  haveCaughtUp = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private from: string,
    /** Epoch ms; what falls due later is none of this search, though it be due. */
    readonly until = Infinity,
  ) {}

  /** A claim that fails is the fault of who made it; the next begins where it would have. */
  next(claim: (from: string) => Promise<ClaimedDeadlines>): Promise<ClaimedDeadlines> {
    const claimed = this.last.then(() => claim(this.from));
    this.last = claimed.then(
      ({ reach }) => {
        if (reach === null) this.haveCaughtUp = true;
        else this.from = reach;
      },
      () => {},
    );
    return claimed;
  }
}
