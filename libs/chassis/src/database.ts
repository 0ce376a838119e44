import { Pool } from 'pg';
import type { Logger } from '@nestjs/common';

/** Longest statement a service may run; a lost plan shall not hold locks for ever. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** A server that hangs with its connections open does not keep even that time-out: ours comes behind it. */
const ANSWER_TIMEOUT_MS = 35_000;
/**
 * A process that stands still inside a transaction would keep its requests locked from all others, for as long as it stands;
 * when it goes on, it finds the transaction gone. Longer than any pause of a process that is well.
 */
const STANDSTILL_TIMEOUT_MS = 15_000;
/** After this a caller gets 503 instead of waiting for a store that is away. */
const CONNECT_TIMEOUT_MS = 5_000;

/** The pool of the service's own role. */
export function openPool(service: string, databaseUrl: string, logger?: Pick<Logger, 'warn'>): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: `liandong-${service}`,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STANDSTILL_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    pipeline: true,
    max: 10,
  });
  outliveLostConnections(pool, (error) =>
    logger?.warn(`an idle database connection ended (${(error as { code?: string }).code ?? error.name})`),
  );
  return pool;
}

/**
 * Without listeners a connection that the server ends would end the process: idle, or lent out while no statement is under way. It
 * may end with its first words, before whoever waits for it has heard of it, so he cannot be the one who listens.
 */
export function outliveLostConnections(pool: Pool, tellIdle: (error: Error) => void = () => {}): void {
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', tellIdle);
}
