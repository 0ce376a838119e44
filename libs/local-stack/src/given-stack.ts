import pg from 'pg';
import { answers } from './port-answers.js';
import type { Stack } from './stack.js';

const CONNECT_MS = 5_000;

/** The servers named by DATABASE_URL and KAFKA_BROKERS, used as they are once both have answered. */
export async function givenStack(env: NodeJS.ProcessEnv): Promise<Stack> {
  const databaseUrl = env['DATABASE_URL'];
  const kafkaBrokers = (env['KAFKA_BROKERS'] ?? '').split(',').map((broker) => broker.trim());
  if (!databaseUrl || !kafkaBrokers[0]) {
    const missing = databaseUrl ? 'KAFKA_BROKERS' : 'DATABASE_URL';
    throw new Error(
      `缺少 ${missing}:DATABASE_URL 和 KAFKA_BROKERS 要么都设置,要么都不设置 / ${missing} is missing: set both or neither`,
    );
  }
  await Promise.all([checkDatabase(databaseUrl), checkBrokers(kafkaBrokers)]);
  return { how: 'given', databaseUrl, kafkaBrokers, stop: async () => {} };
}

async function checkDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`DATABASE_URL 连接不上 / cannot connect to DATABASE_URL: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkBrokers(brokers: string[]): Promise<void> {
  const found = await Promise.all(
    brokers.map((broker) => {
      const colon = broker.lastIndexOf(':');
      return answers(Number(broker.slice(colon + 1)), broker.slice(0, colon), CONNECT_MS);
    }),
  );
  if (!found.includes(true)) {
    throw new Error(`KAFKA_BROKERS 连接不上 / cannot connect to KAFKA_BROKERS: ${brokers.join(', ')}`);
  }
}
