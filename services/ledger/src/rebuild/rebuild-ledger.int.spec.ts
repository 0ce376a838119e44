import { waitUntil } from '#testing/wait-until.js';
import { BLOCK, Life } from '../../test/life.js';
import { RunningLedger } from '../../test/running-ledger.js';
import { rebuildLedger } from './rebuild-ledger.js';

const VILLAGE = BLOCK.slice(0, 12);
let ledger: RunningLedger;
beforeAll(async () => {
  ledger = await RunningLedger.start();
}, 90_000);
afterAll(() => ledger?.stop(), 60_000);

const lives = Array.from({ length: 12 }, (_, i) => {
  const life = new Life(i + 1).held();
  if (i % 2) life.escalated(1, 'block', 'village').assigned(2, 'village', VILLAGE, 'deadline').accepted(2);
  if (i % 3) life.resolved(i % 2 ? 2 : 1, 'block').closed(i % 2 ? 2 : 1);
  return life;
});
const rebuild = (mode: 'compare' | 'swap') =>
  rebuildLedger({ pool: ledger.database.pool, brokers: ledger.brokers, topic: ledger.topic, mode });
const tables = async () => {
  const all = [];
  for (const table of ['request', 'request_list', 'timeline_entry', 'holding', 'inbox'])
    all.push((await ledger.database.pool.query(`select * from ledger.${table} order by 1, 2`)).rows);
  return all;
};

it('the rebuilt tables equal the live ones; a damaged row is found, and mended by the exchange', async () => {
  let events = 0;
  // Bit by bit, so that the live ledger gathers them otherwise than the rebuilding one.
  for (let step = 0; lives.some((life) => life.events.length > step); step += 2)
    for (const life of lives) {
      const part = life.events.slice(step, step + 2);
      if (part.length > 0) await ledger.write(part);
      events += part.length;
    }
  await waitUntil(async () => (await ledger.handled()) === events, { what: 'the live ledger' });

  expect(await rebuild('compare')).toEqual({ events, unreadable: 0, behind: 0, differences: [] });

  const before = await tables();
  const { pool } = ledger.database;
  await pool.query(`update ledger.request_list set level = 'street' where request_id = $1`, [lives[0]!.id]);
  await pool.query('delete from ledger.timeline_entry where request_id = $1 and seq = 2', [lives[1]!.id]);
  const { differences } = await rebuild('compare');
  expect(differences.map(({ table, requestId, only }) => [table, requestId, only])).toEqual([
    ['request_list', lives[0]!.id, 'live'],
    ['request_list', lives[0]!.id, 'rebuilt'],
    ['timeline_entry', lives[1]!.id, 'rebuilt'],
  ]);

  await rebuild('swap');
  const after = await tables();
  expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
  expect(await rebuild('compare')).toMatchObject({ differences: [] });

  // It goes on where it was: what is delivered again is known.
  await ledger.write(lives[0]!.events);
  const next = new Life(99).held();
  await ledger.write(next.events);
  await waitUntil(async () => (await ledger.handled()) === events + next.events.length, {
    what: 'the next events',
  });
  expect(await rebuild('compare')).toMatchObject({ behind: 0, differences: [] });
}, 120_000);
