import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Principal } from '#chassis/principal.js';
import type { OwnDatabase } from '#testing/own-database.js';
import { ownTables } from '#testing/own-tables.js';
import type { RequestView } from '../domain/request-view.js';
import { maySee } from '../may-see.js';
import { migrations, schema } from '../persistence/migrations.js';
import type { ListDto } from './list.dto.js';
import { listStatement } from './list-statement.js';

const NOW = '2026-12-01T08:00:00.000Z';
const ROUNDS = 300;
let database: OwnDatabase;

beforeAll(async () => {
  database = await ownTables({ schema, migrations });
}, 60_000);
afterAll(() => database?.drop());

interface Seeded {
  readonly id: string;
  readonly jurisdiction: string;
  readonly area: string | null;
  readonly state: string;
  readonly category: string;
  readonly requester: string;
  readonly dueInHours: number | null;
  /** Hours ago; some share one. */
  readonly age: number;
  readonly holdings: readonly { readonly areaCode: string; readonly office: string }[];
}

// A small world: codes are prefixes of what they contain, and much of it belongs to two.
const jurisdictions = ['310106', '360323'];
const areas = jurisdictions.flatMap((code) => [code, `${code}011`, `${code}011001`, `${code}012`]);
const offices = areas.map((area) => `o-${area}`);
const people = ['resident-1', 'officer-1', 'admin-1'];
const OPEN = ['received', 'awaiting_triage', 'assigned', 'in_work'];
const STATES = [...OPEN, 'resolved', 'closed'];
const CATEGORIES = ['noise', 'parking'];

const seeded: fc.Arbitrary<Seeded> = fc.constantFrom(...jurisdictions).chain((jurisdiction) => {
  const area = fc.constantFrom(...areas.filter((code) => code.startsWith(jurisdiction)));
  return fc.record({
    id: fc.constant(null).map(() => randomUUID() as string),
    jurisdiction: fc.constant(jurisdiction),
    area: fc.option(area),
    state: fc.constantFrom(...STATES),
    category: fc.constantFrom(...CATEGORIES),
    requester: fc.constantFrom(...people),
    dueInHours: fc.option(fc.constantFrom(-1, 1)),
    age: fc.integer({ min: 0, max: 40 }),
    holdings: fc.array(fc.record({ areaCode: area, office: fc.constantFrom(...offices) }), { maxLength: 3 }),
  });
});
const principal: fc.Arbitrary<Principal> = fc.record({
  sub: fc.constantFrom(...people),
  role: fc.constantFrom('resident', 'officer', 'supervisor', 'monitor', 'admin'),
  jurisdiction: fc.option(fc.constantFrom(...jurisdictions)),
  level: fc.constant(null),
  area: fc.option(fc.constantFrom(...areas)),
  office: fc.option(fc.constantFrom(...offices)),
}) as never;
const asked: fc.Arbitrary<ListDto> = fc.record(
  {
    state: fc.constantFrom(...STATES),
    category: fc.constantFrom(...CATEGORIES),
    jurisdiction: fc.constantFrom(...jurisdictions),
    area: fc.constantFrom(...areas),
    late: fc.boolean(),
  },
  { requiredKeys: [] },
) as never;

const atOf = ({ age }: Seeded): string => new Date(Date.parse(NOW) - age * 3_600_000).toISOString();
const viewOf = (one: Seeded): RequestView =>
  ({
    requestId: one.id,
    receivedAt: atOf(one),
    jurisdiction: one.jurisdiction,
    areaCode: one.area,
    requester: { id: one.requester },
    holdings: one.holdings,
  }) as never;

async function store(many: readonly Seeded[]): Promise<void> {
  const rows = many.map((one, place) => ({
    ...one,
    place,
    scope: one.area ?? one.jurisdiction,
    at: atOf(one),
    due: one.dueInHours === null ? null : new Date(Date.parse(NOW) + one.dueInHours * 3_600_000),
    body: viewOf(one),
    held: one.holdings.map((holding, index) => ({ ...holding, index })),
  }));
  await database.pool.query('truncate ledger.request, ledger.request_list, ledger.holding');
  await database.pool.query(
    `with given as (select * from jsonb_to_recordset($1::jsonb) as g(id uuid, place int, jurisdiction text, scope text,
         state text, category text, requester text, due timestamptz, at timestamptz, body jsonb, held jsonb)),
       listed as (insert into ledger.request_list (request_id, number, number_digits, jurisdiction, scope_area, state, category,
           next_due_at, submitted_at, disputes, climbs, requester_id)
         select id, place, place, jurisdiction, scope, state, category, due, at, 0, 0, requester from given),
       held as (insert into ledger.holding (request_id, assignment_number, level, area_code, office, officer, from_at)
         select id, (h->>'index')::int, 'block', h->>'areaCode', h->>'office', 'p', at from given, jsonb_array_elements(held) h)
     insert into ledger.request (request_id, seq, body) select id, 1, body from given`,
    [JSON.stringify(rows)],
  );
}

const meets = (one: Seeded, { state, category, jurisdiction, area, late }: ListDto): boolean => {
  const isLate = OPEN.includes(one.state) && one.dueInHours !== null && one.dueInHours < 0;
  return (
    (state === undefined || one.state === state) &&
    (category === undefined || one.category === category) &&
    (jurisdiction === undefined || one.jurisdiction === jurisdiction) &&
    (area === undefined || (one.area ?? one.jurisdiction).startsWith(area)) &&
    (late === undefined || isLate === late)
  );
};

describe('a list', () => {
  it('has, newest first and page by page, what is asked for of what the caller may see', async () => {
    const world = fc.sample(seeded, { numRuns: 200, seed: 7 });
    await store(world);
    const newestFirst = world.toSorted((a, b) => a.age - b.age || (a.id < b.id ? 1 : -1));
    let listed = 0;
    await fc.assert(
      fc.asyncProperty(principal, asked, fc.integer({ min: 1, max: 50 }), async (me, filter, limit) => {
        const expected = newestFirst.filter((one) => meets(one, filter) && maySee(me, viewOf(one)));
        const last = expected.at(Math.floor(expected.length / 2));
        for (const after of [null, last ? { submittedAt: atOf(last), id: last.id } : null]) {
          const { text, values } = listStatement(filter, after, me, { now: NOW, limit });
          const { rows } = await database.pool.query(text, values);
          const from = after ? expected.indexOf(last!) + 1 : 0;
          expect(rows.map(({ body }) => body.requestId)).toEqual(
            expected.slice(from, from + limit).map(({ id }) => id),
          );
          listed += rows.length;
        }
      }),
      { numRuns: ROUNDS },
    );
    expect(listed).toBeGreaterThan(ROUNDS);
  }, 60_000);

  it('is found by indexes, whoever asks, also where there is next to nothing to find', async () => {
    await store([]);
    await database.pool.query(
      `insert into ledger.request_list (request_id, number, number_digits, jurisdiction, scope_area, state, next_due_at,
         submitted_at, disputes, climbs, requester_id)
       select gen_random_uuid(), n, n, '310106', '310106011' || lpad((n % 500)::text, 3, '0'),
         case when n % 100 = 0 then 'in_work' else 'closed' end, case when n % 100 = 0 then now() end,
         now() - make_interval(mins => n), 0, 0, 'resident-' || n % 5000
       from generate_series(1, 20000) n`,
    );
    await database.pool.query(
      `insert into ledger.holding (request_id, assignment_number, level, area_code, office, officer, from_at)
       select request_id, 1, 'village', scope_area, 'o-' || scope_area, 'p', submitted_at from ledger.request_list`,
    );
    // Left empty, it would be read as a whole once autovacuum has seen that it is.
    await database.pool.query(
      `insert into ledger.request (request_id, seq, body) select request_id, 1, '{}' from ledger.request_list`,
    );
    await database.pool.query('analyze ledger.request_list, ledger.holding, ledger.request');
    const base = { sub: 'p-1', jurisdiction: '310106', level: null, area: null, office: null };
    const callers = [
      { ...base, role: 'resident' },
      { ...base, role: 'officer', area: '310106011007', office: 'o-310106011007' },
      { ...base, role: 'officer', office: 'o-nowhere' },
      { ...base, role: 'admin' },
    ] as unknown as Principal[];
    for (const me of callers)
      for (const filter of [{}, { state: 'in_work' }, { late: true }] as ListDto[]) {
        const { text, values } = listStatement(filter, null, me, { now: NOW, limit: 51 });
        const { rows } = await database.pool.query(
          `explain (analyze, costs off, timing off) ${text}`,
          values,
        );
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect({ me, filter, plan }).not.toMatchObject({ plan: expect.stringContaining('Seq Scan') });
      }
  }, 60_000);
});
