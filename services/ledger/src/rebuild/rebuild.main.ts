import { Pool } from 'pg';
import { outliveLostConnections } from '#chassis/database.js';
import { readKafkaSecurity } from '#eventlog/kafka-security.js';
import { requestsTopic } from '#eventlog/topics.js';
import { rebuildLedger } from './rebuild-ledger.js';

// DATABASE_URL (administrator), KAFKA_BROKERS, KAFKA_SASL_…, KAFKA_SSL…, TOPIC_PREFIX; `--swap` puts the rebuilt tables in place. Answers JSON.
const { DATABASE_URL, KAFKA_BROKERS, TOPIC_PREFIX = '' } = process.env;
if (!DATABASE_URL || !KAFKA_BROKERS) throw new Error('DATABASE_URL and KAFKA_BROKERS are needed');
const faults: string[] = [];
const security = readKafkaSecurity(process.env, faults);
if (faults.length > 0) throw new Error(faults.join('; '));
const pool = new Pool({ connectionString: DATABASE_URL, application_name: 'liandong-ledger-rebuild' });
outliveLostConnections(pool);
try {
  const rebuilt = await rebuildLedger({
    pool,
    brokers: KAFKA_BROKERS.split(','),
    security,
    topic: requestsTopic(TOPIC_PREFIX),
    mode: process.argv.includes('--swap') ? 'swap' : 'compare',
  });
  process.stdout.write(`${JSON.stringify(rebuilt, null, 2)}\n`);
  if (rebuilt.differences.length > 0 && !process.argv.includes('--swap')) process.exitCode = 1;
} finally {
  await pool.end();
}
