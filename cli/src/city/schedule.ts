export interface Planned<T> {
  /** Epoch ms of the city's clock. */
  readonly at: number;
  readonly what: T;
}

/** What the city's people will do, earliest first (binary heap; equal times in the order in which they were planned). */
export class Schedule<T> {
  private readonly heap: (Planned<T> & { readonly order: number })[] = [];
  private order = 0;

  get size(): number {
    return this.heap.length;
  }

  get nextAt(): number | null {
    return this.heap[0]?.at ?? null;
  }

  add(at: number, what: T): void {
    this.heap.push({ at, what, order: this.order++ });
    let i = this.heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  /** Takes out everything planned for `now` or before. */
  takeDue(now: number): T[] {
    const due: T[] = [];
    while (this.heap[0] && this.heap[0].at <= now) due.push(this.takeFirst());
    return due;
  }

  /** Forgets the earliest as long as they are not wanted any more. */
  dropFirstWhile(unwanted: (what: T) => boolean): void {
    while (this.heap[0] && unwanted(this.heap[0].what)) this.takeFirst();
  }

  private takeFirst(): T {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first.what;
  }

  private sink(i: number): void {
    for (;;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < this.heap.length && this.before(left, least)) least = left;
      if (right < this.heap.length && this.before(right, least)) least = right;
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }

  private before(a: number, b: number): boolean {
    const [x, y] = [this.heap[a]!, this.heap[b]!];
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
