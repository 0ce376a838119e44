import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPool } from '#chassis/database.js';

export interface OwnDatabase {
  /** Of the same user as DATABASE_URL. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A new empty database on the server named by DATABASE_URL. */
export async function ownDatabase(adminUrl = given('DATABASE_URL')): Promise<OwnDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnce(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const pool = openPool('test', url.href);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await runOnce(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Put before topic and group names, so that spec files sharing a broker do not meet. */
export const ownTopicPrefix = (): string => `t${randomBytes(6).toString('hex')}.`;

export const ownBrokers = (): string[] => given('KAFKA_BROKERS').split(',');

async function runOnce(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by npm test`);
  return value;
}
