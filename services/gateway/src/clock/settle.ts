import { latestProduced, sameMoment, type ServiceProgress, unsettled } from '../domain/settled.js';

export interface SettlePort {
  /**
   * What all services say, each as soon as it is at rest and has consumed as far as `reach` (partition → offset), at the latest
   * after a moment; a sentence where one does not answer.
   */
  progress(reach: Readonly<Record<string, number>>): Promise<readonly ServiceProgress[] | string>;
  /** Has these services do what is due; returns when it is done. */
  tick(services: readonly string[]): Promise<void>;
  /** The version of the clock's setting that every service must have. */
  clockVersion(): number;
  /** Real time, ms. */
  realNow(): number;
  pause(ms: number): Promise<void>;
  /** Whether the process that waits is about to end. */
  ending(): boolean;
}

/** The system did not come to rest in time. `reasons` name the services and what they still have in hand. */
export class NotSettled extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('; '));
    this.name = 'NotSettled';
  }
}

const PATIENCE_MS = 120_000;
/** A service that is being restarted is not asked a thousand times a second. */
const AWAY_MS = 50;

/**
 * Waits until nothing is under way anywhere: two readings that are at rest and alike, since one reading is not of one moment
 * and work handed from one service to another could hide between them. Answers the last reading.
 * @param known a reading of an earlier rest: where nothing was done since, one more like it is enough
 */
export async function settle(
  port: SettlePort,
  known: readonly ServiceProgress[] | null = null,
): Promise<readonly ServiceProgress[]> {
  const until = port.realNow() + PATIENCE_MS;
  let before = known;
  let reach = latestProduced(known ?? []);
  for (;;) {
    const seen = await port.progress(reach);
    const reasons = typeof seen === 'string' ? [seen] : unsettled(seen, port.clockVersion());
    if (typeof seen !== 'string' && reasons.length === 0) {
      if (before && sameMoment(before, seen)) return seen;
      before = seen;
      continue;
    }
    before = null;
    if (typeof seen !== 'string') reach = latestProduced(seen);
    if (port.realNow() > until || port.ending()) throw new NotSettled(reasons);
    if (typeof seen === 'string') await port.pause(AWAY_MS);
    else await doWhatIsDue(port, seen);
  }
}

/** What fell due by an event is done at once, not at the service's next look. */
async function doWhatIsDue(port: SettlePort, seen: readonly ServiceProgress[]): Promise<void> {
  const due = seen.filter(({ dueNow, inFlight }) => dueNow && inFlight === 0).map(({ service }) => service);
  if (due.length > 0) await port.tick(due);
  // A service that is never at rest, or a relay without its broker, must not be asked without end.
  await port.pause(1);
}
