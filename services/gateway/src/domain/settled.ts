/** What one service tells of its work under way; see `/internal/progress`. */
export interface ServiceProgress {
  readonly service: string;
  readonly instance: string;
  readonly epoch: number;
  readonly outboxPending: number;
  readonly relayBusy: boolean;
  readonly inFlight: number;
  readonly produced: Readonly<Record<string, number>>;
  readonly consumed: Readonly<Record<string, number>>;
  readonly connected: boolean;
  readonly dueNow: boolean;
  readonly nextDueAt: string | null;
  readonly fired: number;
  readonly clockVersion: number;
}

/** Why the services are not at rest, in words; empty when they are. */
export function unsettled(all: readonly ServiceProgress[], clockVersion: number): string[] {
  const produced = latestProduced(all);
  return all.flatMap((one) => {
    const reasons: string[] = [];
    if (!one.connected) reasons.push('is not connected to Kafka');
    if (one.clockVersion < clockVersion) reasons.push('has not taken over the clock');
    if (one.outboxPending > 0 || one.relayBusy) reasons.push(`has ${one.outboxPending} events to send`);
    if (one.inFlight > 0) reasons.push(`has ${one.inFlight} decisions in flight`);
    if (one.dueNow) reasons.push('has work due now');
    const behind = Object.entries(produced).reduce(
      (sum, [partition, end]) => sum + Math.max(0, end - (one.consumed[partition] ?? 0)),
      0,
    );
    if (behind > 0) reasons.push(`is ${behind} events behind`);
    return reasons.map((reason) => `${one.service} ${reason}`);
  });
}

/** Whether nothing moved between two readings: rest seen twice is rest, since each reading is not of one moment. */
export function sameMoment(a: readonly ServiceProgress[], b: readonly ServiceProgress[]): boolean {
  return a.every(
    (one, i) => one.instance === b[i]?.instance && one.epoch === b[i]?.epoch && one.fired === b[i]?.fired,
  );
}

/** The earliest time at which any service has something to do; epoch ms, null when none has. */
export function earliestDue(all: readonly ServiceProgress[]): number | null {
  const times = all.flatMap(({ nextDueAt }) => (nextDueAt === null ? [] : [Date.parse(nextDueAt)]));
  return times.length > 0 ? Math.min(...times) : null;
}

/** Partition → offset after the last event that any service knows to be on the log. */
export function latestProduced(all: readonly ServiceProgress[]): Record<string, number> {
  const ends: Record<string, number> = {};
  for (const { produced } of all)
    for (const [partition, end] of Object.entries(produced))
      ends[partition] = Math.max(ends[partition] ?? 0, end);
  return ends;
}
