import type { PoolClient } from 'pg';
import { waitUntil } from '#testing/wait-until.js';
import { OutboxFloor } from '../src/outbox-floor.js';
import { OutboxStore } from '../src/outbox-store.js';
import { SCHEMA, type TallyStore, tallyStore } from './tally.js';

const outbox = new OutboxStore(SCHEMA);
let tally: TallyStore;
let relay: PoolClient;
let other: PoolClient;
beforeAll(async () => {
  tally = await tallyStore();
  [relay, other] = await Promise.all([tally.pool.connect(), tally.pool.connect()]);
});
afterAll(async () => {
  relay.release();
  other.release();
  await tally.database.drop();
});

const write = (count: number): Promise<unknown> =>
  tally.pool.query(
    `insert into ${SCHEMA}.outbox (topic, key, event_id, headers, value)
     select 't', 'k', gen_random_uuid(), '{}', '' from generate_series(1, $1::int)`,
    [count],
  );

/** Empties what can be seen from the floor on, as the relay does, and looks; returns the ids in their order. */
async function round(floor: OutboxFloor): Promise<bigint[]> {
  const ids: string[] = [];
  for (;;) {
    const rows = await outbox.claim(relay, 1_000, floor.id);
    if (rows.length === 0) break;
    await outbox.remove(
      relay,
      rows.map(({ id }) => id),
    );
    ids.push(...rows.map(({ id }) => id));
  }
  const last = ids.at(-1);
  floor.looked(await outbox.look(relay, floor.lookFrom), last === undefined ? null : BigInt(last));
  return ids.map(BigInt);
}

/** A writer anywhere on the server, of another spec as well, holds it down until his transaction is over. */
const risen = (floor: OutboxFloor, above: bigint): Promise<unknown> =>
  waitUntil(
    async () => {
      await round(floor);
      return floor.id > above;
    },
    { what: `a floor above ${above}` },
  );

/** Pages of PostgreSQL that a claim reads. */
async function pagesOf(floor: bigint): Promise<number> {
  const { rows } = await relay.query(
    `explain (analyze, buffers, format json) select id, value from ${SCHEMA}.outbox where id >= ${floor} order by id limit 1000`,
  );
  const { Plan: plan } = rows[0]['QUERY PLAN'][0];
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

it('a claim walks over nothing that left, though an old snapshot keeps it in the table', async () => {
  await other.query('begin isolation level repeatable read');
  await other.query('select 1 from pg_class limit 1');
  const floor = new OutboxFloor();
  for (let n = 0; n < 8; n += 1) {
    await write(10_000);
    await round(floor);
  }
  await risen(floor, 60_000n);
  await tally.pool.query(`vacuum analyze ${SCHEMA}.outbox`);
  expect((await pagesOf(floor.id)) * 2).toBeLessThan(await pagesOf(0n));
  await other.query('rollback');
});

it('what was given its id long ago and commits only now is claimed, before what came after it', async () => {
  const floor = new OutboxFloor();
  await write(10);
  await round(floor);
  await other.query('begin');
  await other.query(
    `insert into ${SCHEMA}.outbox (topic, key, event_id, headers, value) values ('t', 'late', gen_random_uuid(), '{}', '')`,
  );
  for (let n = 0; n < 5; n += 1) {
    await write(10);
    expect(await round(floor)).toHaveLength(10);
  }
  await other.query('commit');
  const [late] = await outbox.claim(relay, 1_000, floor.id);
  expect(late?.key).toBe('late');
  await risen(floor, BigInt(late!.id));
});
