import { sameMoment, type ServiceProgress, unsettled } from '../domain/settled.js';

export interface SettlePort {
  /** What all services say now, read at the same time; a sentence where one does not answer. */
  progress(): Promise<readonly ServiceProgress[] | string>;
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
/** At once for a while, since most steps settle within some ms; then more slowly, the processors are needed elsewhere. */
const EAGER_LOOKS = 20;
const LONGEST_PAUSE_MS = 5;

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
  for (let look = 0; ; look += 1) {
    const seen = await port.progress();
    const reasons = typeof seen === 'string' ? [seen] : unsettled(seen, port.clockVersion());
    if (typeof seen !== 'string' && reasons.length === 0) {
      if (before && sameMoment(before, seen)) return seen;
      before = seen;
      continue;
    }
    before = null;
    if (port.realNow() > until || port.ending()) throw new NotSettled(reasons);
    if (typeof seen === 'string') await port.pause(AWAY_MS);
    else await goOn(port, seen, look);
  }
}

/** What fell due by an event is done at once, not at the service's next look. */
async function goOn(port: SettlePort, seen: readonly ServiceProgress[], look: number): Promise<void> {
  const due = seen.filter(({ dueNow, inFlight }) => dueNow && inFlight === 0).map(({ service }) => service);
  if (due.length > 0) await port.tick(due);
  await port.pause(Math.min(LONGEST_PAUSE_MS, 1 + Math.floor(look / EAGER_LOOKS)));
}
