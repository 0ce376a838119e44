import { setTimeout as sleep } from 'node:timers/promises';

/** SQLSTATEs (five characters) and classes (two) that say: the same work may well succeed a little later. */
const RETRYABLE = new Set([
  '08', // connection exception
  '40001', // serialization failure
  '40P01', // deadlock detected
  '40003', // statement completion unknown
  '53', // insufficient resources: disk full, out of memory, too many connections
  '55P03', // lock not available
  '57014', // query canceled (statement time-out)
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '57P05', // idle session time-out
  '58', // system error
  '25006', // read only: the server is a standby after a failover
  '25P03', // idle in transaction time-out
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
  if (code && code.length === 5) return RETRYABLE.has(code) || RETRYABLE.has(code.slice(0, 2));
  return PG_MESSAGES.test(message ?? '');
}

/** The store answers, and cannot write: disk full, out of memory or connections, read only after a failover, a system error. */
export const isResourceFault = (error: unknown): error is { readonly code: string } => {
  const { code } = (error ?? {}) as { code?: string };
  return code?.length === 5 && (code.startsWith('53') || code.startsWith('58') || code === '25006');
};

const FIRST_MS = 10;
const LONGEST_MS = 2_000;

/** Waits before try number `attempt` (1, 2, 3 …): doubling from 10 ms to 2 s, half of it by chance. */
export async function backOff(attempt: number, signal?: AbortSignal): Promise<void> {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 20));
  await sleep(full / 2 + (Math.random() * full) / 2, undefined, signal ? { signal } : {}).catch(() => {});
}
