import pg from 'pg';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { shuffled } from '#cli/city/random.js';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';

const DEADLOCK = '40P01';

export const tablesLocked: Row = {
  number: 29,
  title: 'tables are locked by somebody else',
  about: `Beyond the list. As by a careless migration, all tables of one service after the other are locked against everybody, each for some
seconds. The others go on: residents are turned away only while those of intake are locked.`,
  seconds: 60,
  recoversWithin: 30,
  async play(scene) {
    const from = Date.now();
    const order = shuffled(scene.random, STORING_SERVICES);
    let locked = 0;
    for (const service of order) {
      const lock = async () => void (locked += await lockAll(scene, service, scene.seconds / order.length));
      await scene.away(service, lock);
      await scene.pass(1);
    }
    const failed = failedSubmissions(scene, from);
    return {
      injected: { count: locked, what: `${locked} tables, in the order ${order.join(', ')}` },
      claims: [turnedAwayOnly('while those of intake are locked', failed)],
    };
  },
};

/** Says how many tables; they are free again when it resolves. */
async function lockAll({ city, pass }: Scene, schema: string, seconds: number): Promise<number> {
  const client = new pg.Client({ connectionString: city.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1 order by 1`,
      [schema],
    );
    const lock = `begin; lock table ${rows.map(({ name }) => name).join()} in access exclusive mode`;
    while (!(await taken(client, lock))) await client.query('rollback');
    await pass(seconds);
    await client.query('commit');
    return rows.length;
  } finally {
    await client.end();
  }
}

/** False where it and a transaction of the service waited for each other, and PostgreSQL ended it. */
async function taken(client: pg.Client, lock: string): Promise<boolean> {
  try {
    await client.query(lock);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== DEADLOCK) throw error;
    return false;
  }
}
