import { Pool } from 'pg';
import type { Logger } from '@nestjs/common';

/** Longest statement a service may run; a lost plan shall not hold locks for ever. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** After this a caller gets 503 instead of waiting for a store that is away. */
const CONNECT_TIMEOUT_MS = 5_000;

/** The pool of the service's own role. */
export function openPool(service: string, databaseUrl: string, logger?: Pick<Logger, 'warn'>): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: `liandong-${service}`,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    max: 10,
  });
  // Without a listener an idle connection that the server ends would end the process.
  pool.on('error', (error) =>
    logger?.warn(`an idle database connection ended (${(error as { code?: string }).code ?? error.name})`),
  );
  return pool;
}
