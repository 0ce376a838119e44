/** The due times that run, by request: what was said last about a request replaces what was said before. Epoch ms. */
export class RunningDues {
  private readonly byRequest = new Map<string, readonly number[]>();

  set(requestId: string, dues: readonly number[]): void {
    if (dues.length === 0) this.byRequest.delete(requestId);
    else this.byRequest.set(requestId, dues);
  }

  /** The earliest one after `now`; Infinity when nothing runs. */
  earliestAfter(now: number): number {
    let earliest = Infinity;
    for (const dues of this.byRequest.values())
      for (const due of dues) if (due > now && due < earliest) earliest = due;
    return earliest;
  }
}
