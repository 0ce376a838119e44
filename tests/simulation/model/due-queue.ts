/** What falls due when, earliest first. Items that are not wanted any more are left for the reader to pass over. */
export class DueQueue<T> {
  private readonly heap: { readonly at: number; readonly item: T }[] = [];

  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  add(at: number, item: T): void {
    const { heap } = this;
    let hole = heap.length;
    heap.push({ at, item });
    const entry = heap[hole]!;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (heap[parent]!.at <= at) break;
      heap[hole] = heap[parent]!;
      hole = parent;
    }
    heap[hole] = entry;
  }

  /** The earliest, if it is due. */
  take(now: number): T | undefined {
    const { heap } = this;
    const first = heap[0];
    if (!first || first.at > now) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first.item;
  }

  private sink(entry: { readonly at: number; readonly item: T }): void {
    const { heap } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1;
      if (heap[child]!.at >= entry.at) break;
      heap[hole] = heap[child]!;
      hole = child;
    }
    heap[hole] = entry;
  }
}
