/** How much this process has in hand, and a count that moves whenever something was done: two equal readings mean nothing happened between. */
export class Activity {
  inFlight = 0;
  /** Grows by one with each piece of work begun. */
  epoch = 0;

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.inFlight += 1;
    this.epoch += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
    }
  }
}
