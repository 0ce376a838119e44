import { setTimeout as sleep } from 'node:timers/promises';

/** The store answers and refuses: what it lacks, somebody has to give it, and then the same work succeeds. */
const REFUSALS = new Set([
  '25006', // read only: the server is a standby after a failover
  '28', // a password or certificate that was changed
  '3D', // no such database: it is being restored
  // Rights taken away, a table or column that a migration has yet to bring. Statements are the same whatever they handle, so no
  // event and no command is to blame.
  '42',
  '53', // insufficient resources: disk full, out of memory, too many connections
  '58', // system error
]);

/** SQLSTATEs (five characters) and classes (two) that say: the same work may well succeed a little later. */
const RETRYABLE = new Set([
  ...REFUSALS,
  '08', // connection exception
  '40001', // serialization failure
  '40P01', // deadlock detected
  '40003', // statement completion unknown
  '55P03', // lock not available
  '57014', // query canceled (statement time-out)
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '57P05', // idle session time-out
  '25P03', // idle in transaction time-out
  '25P04', // transaction time-out
  '0A000', // a table was altered under a prepared statement: on another connection it is prepared anew
]);

const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

// node-postgres gives these no code.
const PG_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Connection ended)/;

/** Somebody else wrote the same new row first. Rolled back and decided again, on what the other one left. */
export class WrittenElsewhere extends Error {
  constructor() {
    super('written by another transaction at the same time');
  }
}

/** Too many commands wait already. */
export class Overloaded extends Error {
  constructor() {
    super('too many commands wait for the store');
  }
}

/** Whether the surroundings are at fault (store away, overloaded, in conflict), so that trying again makes sense. At the door: 503. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof WrittenElsewhere || error instanceof Overloaded) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isRetryable);
  const { code, message, severity } = (error ?? {}) as { code?: string; message?: string; severity?: string };
  if (code && SOCKET.has(code) && severity === undefined) return true;
  if (code && code.length === 5) return isOf(RETRYABLE, code);
  return PG_MESSAGES.test(message ?? '');
}

export interface Refusal extends Error {
  /** SQLSTATE. */
  readonly code: string;
}

/** Such a refusal: with rights, room or a password given it goes on, and until then it does not. */
export const isRefusal = (error: unknown): error is Refusal => {
  const { code } = (error ?? {}) as { code?: string };
  return code?.length === 5 && isOf(REFUSALS, code);
};

const isOf = (known: ReadonlySet<string>, code: string): boolean =>
  known.has(code) || known.has(code.slice(0, 2));

const FIRST_MS = 10;
const LONGEST_MS = 2_000;

/** Waits before try number `attempt` (1, 2, 3 …): doubling from 10 ms to 2 s, half of it by chance. */
export async function backOff(attempt: number, signal?: AbortSignal): Promise<void> {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 20));
  await sleep(full / 2 + (Math.random() * full) / 2, undefined, signal ? { signal } : {}).catch(() => {});
}
