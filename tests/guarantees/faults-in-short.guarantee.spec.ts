import { City } from '../faults/city.js';
import { playRow } from '../faults/play-row.js';
import type { Row } from '../faults/row.js';
import { brokerAway } from '../faults/rows/broker-away.js';
import { clientRetries } from '../faults/rows/client-retries.js';
import { databaseRestart } from '../faults/rows/database-restart.js';
import { killAtEachStep } from '../faults/rows/kill-at-each-step.js';
import { manyFiringProcesses } from '../faults/rows/many-firing-processes.js';
import { poison } from '../faults/rows/poison.js';
import { redelivery } from '../faults/rows/redelivery.js';
import { zombieMember } from '../faults/rows/zombie-member.js';

/** `npm run faults` plays them in full, with a load of 50 requests a second and as many seeds as asked for. */
const SHORT: readonly { readonly row: Row; readonly seconds: number; readonly rate?: number }[] = [
  { row: killAtEachStep, seconds: 20 },
  { row: brokerAway, seconds: 5 },
  { row: databaseRestart, seconds: 1 },
  { row: redelivery, seconds: 3 },
  { row: poison, seconds: 4 },
  { row: clientRetries, seconds: 5, rate: 3 },
  // The session has to run out, from the last heartbeat on, and a transaction it stands in (15 s).
  { row: zombieMember, seconds: 22 },
];
const RATE = 5;
const SEED = 20_260_302;

const outcomeOf = async (row: Row, city: City, seconds: number, rate: number) => {
  const { judged, injected, claims, verdict } = await playRow(row, city, { seed: SEED, seconds, rate });
  return {
    injected: injected.count > 0,
    breaches: judged.breaches.slice(0, 10),
    missed: claims.filter(({ holds, timed }) => !holds && !timed),
    sound: verdict !== 'broken',
  };
};
const SOUND = { injected: true, breaches: [], missed: [], sound: true };

describe('under load, nothing is lost, done twice, turned round, early or orphaned', () => {
  let city: City;
  beforeAll(async () => {
    city = await City.start({ ownServers: true });
  }, 240_000);
  afterAll(() => city?.stop(), 90_000);

  it.each(SHORT)(
    '$row.title',
    async ({ row, seconds, rate = RATE }) => {
      expect(await outcomeOf(row, city, seconds, rate)).toEqual(SOUND);
    },
    300_000,
  );
});

describe('escalation alone, four times', () => {
  let city: City;
  beforeAll(async () => {
    city = await City.start(manyFiringProcesses.city!);
  }, 240_000);
  afterAll(() => city?.stop(), 90_000);

  it('four processes fire each deadline once', async () => {
    expect(await outcomeOf(manyFiringProcesses, city, 4, 250)).toEqual(SOUND);
  }, 300_000);
});
