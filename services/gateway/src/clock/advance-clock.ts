import { earliestDue, type ServiceProgress } from '../domain/settled.js';
import { settle, type SettlePort } from './settle.js';

/** What the way forward needs of the system; a plain function over it can be tried without one. */
export interface ClockPort extends SettlePort {
  /** Domain time, epoch ms. */
  now(): number;
  /** Sets the stepped time in the store and in every service. */
  setTime(at: number): Promise<void>;
}

export interface Advanced {
  /** Epoch ms. */
  readonly now: number;
  /** Due times stopped at. */
  readonly steps: number;
  /** Deadlines and other due work that fired. */
  readonly fired: number;
  /** The system at rest there; what the next advance may begin from. */
  readonly seen: readonly ServiceProgress[];
}

/**
 * From one due time to the next, everything at rest at each, up to the target (epoch ms); null: only to the next due time. So
 * what falls due happens in its order and at its time, however fast the machine is.
 * @throws NotSettled
 */
export async function advanceClock(
  port: ClockPort,
  target: number | null,
  known: readonly ServiceProgress[] | null = null,
): Promise<Advanced> {
  let seen = await settle(port, known);
  const before = firedOf(seen);
  const until = target ?? earliestDue(seen) ?? port.now();
  let steps = 0;
  for (let due = earliestDue(seen); due !== null && due <= until && !port.ending(); due = earliestDue(seen)) {
    await port.setTime(Math.max(due, port.now()));
    await port.tick(seen.filter((one) => isDue(one, due)).map(({ service }) => service));
    seen = await settle(port);
    steps += 1;
    if (target === null) break;
  }
  if (until > port.now() && !port.ending()) {
    await port.setTime(until);
    seen = await settle(port, seen);
  }
  // A service that was restarted on the way counts from nothing.
  return { now: port.now(), steps, fired: Math.max(0, firedOf(seen) - before), seen };
}

const isDue = ({ nextDueAt }: ServiceProgress, at: number): boolean =>
  nextDueAt !== null && Date.parse(nextDueAt) <= at;

const firedOf = (all: readonly ServiceProgress[]): number => all.reduce((sum, { fired }) => sum + fired, 0);
