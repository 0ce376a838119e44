import pg from 'pg';
import { startStack } from '../../dist/libs/local-stack/src/start-stack.js';

/**
 * PostgreSQL and Kafka as `npm start` has them, durable, with memory and log sized for a measurement of some minutes. Ours and
 * every peer get the same.
 */
export const POSTGRES_SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  // Segments of the log are used again, as on a server that has run for a day: making a new one holds up a commit for 0.1 s.
  min_wal_size: '8GB',
  checkpoint_timeout: '15min',
};

/** Of a broker that runs for long: all of its compiler, and room. */
const KAFKA_JAVA_OPTIONS = ['-XX:TieredStopAtLevel=4', '-Xmx1g'];

const started = new Set();

/** @param dataDir kept over the rounds of one contender; without it the data goes with the stack. */
export async function startBenchStack({ dataDir } = {}) {
  const stack = await startStack({
    how: 'embedded',
    kafkaJavaOptions: KAFKA_JAVA_OPTIONS,
    ...(dataDir ? { dataDir } : {}),
  });
  started.add(stack);
  await tune(stack);
  return stack;
}

export async function stopAllStacks() {
  for (const stack of started) await stack.stop();
  started.clear();
}

async function tune(stack) {
  const client = await connect(stack.databaseUrl);
  const { rows } = await client.query(`select current_setting('shared_buffers') as now`);
  if (rows[0].now !== POSTGRES_SETTINGS.shared_buffers)
    for (const [name, value] of Object.entries(POSTGRES_SETTINGS))
      await client.query(`alter system set ${name} = '${value}'`);
  await client.query('create extension if not exists pg_stat_statements');
  await client.end();
  if (rows[0].now !== POSTGRES_SETTINGS.shared_buffers) await stack.postgres.restart();
}

export async function connect(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Forgets what PostgreSQL has counted so far; call before what is measured. */
export async function resetStatements(client) {
  await client.query('select pg_stat_statements_reset()');
}

/** Prints the statements that took most of PostgreSQL's time since then. */
export async function printStatements(client, title) {
  const { rows } = await client.query(
    `select round(total_exec_time)::int as ms, calls::int, rows::int,
       round((100 * total_exec_time / sum(total_exec_time) over ())::numeric, 1) as share,
       regexp_replace(left(query, 130), '\\s+', ' ', 'g') as query
     from pg_stat_statements order by total_exec_time desc limit 12`,
  );
  process.stdout.write(`\n${title}: statements\n`);
  for (const { ms, calls, rows: count, share, query } of rows)
    process.stdout.write(
      `${String(share).padStart(6)} % ${String(ms).padStart(7)} ms ${String(calls).padStart(7)} calls ${String(count).padStart(8)} rows  ${query}\n`,
    );
}
