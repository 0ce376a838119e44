import { migrate } from '../../dist/libs/chassis/src/migrate.js';
import { ProfileStore } from '../../dist/libs/profile/src/profile-store.js';
import { NO_CLOSURES } from '../../dist/libs/working-time/src/closure.js';
import { OFFICIAL_CALENDAR } from '../../dist/libs/working-time/src/official-calendar.js';
import { DEFAULT_OFFICE_HOURS } from '../../dist/libs/working-time/src/office-hours.js';
import { rememberWhenSubmitted } from '../../dist/services/escalation/src/domain/remember-when-submitted.js';
import { setDeadlinesWhenAssigned } from '../../dist/services/escalation/src/domain/set-deadlines-when-assigned.js';
import { migrations, schema } from '../../dist/services/escalation/src/persistence/migrations.js';
import { storedState } from '../../dist/services/escalation/src/persistence/stored-state.js';
import { inRoot } from '../../bin/paths.mjs';

/**
 * Held by its first officer, as the service itself decides it: the state, the deadline that is going to fall due and climb, and the
 * one that the far future is full of.
 */
export function heldRequest() {
  const now = '2026-03-10T02:00:00.000Z';
  const head = {
    requestId: ID,
    by: { kind: 'system', id: null, level: null },
    reason: { rule: 'r', facts: {} },
  };
  const profiles = ProfileStore.load(inRoot('profiles'), [{ code: '310106', profile: 'luxi' }]);
  const profile = { name: 'luxi', version: profiles.forJurisdiction('310106').profile.version };
  const entry = profiles.byRef(profile).levels[0];
  const areaCode = '310106011001001'.slice(0, entry.codeLength);
  const context = {
    now,
    profileOf: (ref) => profiles.byRef(ref),
    workingAt: () => ({
      calendar: OFFICIAL_CALENDAR,
      officeHours: DEFAULT_OFFICE_HOURS,
      closures: NO_CLOSURES,
    }),
  };
  const submitted = rememberWhenSubmitted(undefined, { ...head, jurisdiction: '310106', profile, areaCode });
  const assignment = {
    number: 1,
    level: entry.id,
    beyond: false,
    areaCode,
    office: { code: 'office-1', name: 'office' },
    officerId: 'officer-1',
  };
  const body = { ...head, assignment, cause: 'triage', severity: 'ordinary', kind: 'ordinary' };
  const { state } = setDeadlinesWhenAssigned(submitted.state, { body, time: now }, context);
  const due = state.deadlines.find(({ kind }) => kind === 'resolve');
  const later = state.deadlines.find(({ kind }) => kind === 'warn');
  return { state, due, later };
}

const ID = '0190a1b2-0000-7000-8000-000000000001';

/** Request number `n` (SQL expression): spread over the key space, as ids of different hours and hosts are. */
export const idOf = (n) => `(md5((${n})::text)::uuid)`;

/** What goes out if it passes, as its row has it: event and body. */
export const published = ({ consequence }) => [consequence.name, JSON.stringify(consequence.body)];

/**
 * The tables of escalation with `requests` held requests, made by SQL, and `pending` deadlines 1 to 30 days ahead, scattered: two a
 * request, of these and, where they do not suffice, of further ones that have no state here (no firing looks at it).
 */
export async function fillDeadlines(client, stack, { requests, pending }) {
  await migrate({
    adminUrl: stack.databaseUrl,
    services: [{ schema, migrations }],
    rolePassword: () => 'bench',
  });
  await fillStates(client, requests);
  // Rows first, indexes sorted afterwards: ten times as fast.
  await client.query(
    'drop index escalation.deadline_due; alter table escalation.deadline drop constraint deadline_pkey',
  );
  const { later } = heldRequest();
  await client.query(
    `insert into escalation.deadline
       (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body)
     select id, 1, $2, 1 + n % 2, clock_timestamp() + interval '1 day' + (n::bigint * 2654435761 % 1000003) / 1000003.0 * interval '29 days',
       clock_timestamp(), false, $3, $4
     from generate_series(0, $1::int - 1) as n, lateral (select ${idOf('n / 2')} as id) as i`,
    [pending, later.kind, ...published(later)],
  );
  await client.query(
    `alter table escalation.deadline add primary key (request_id, assignment_number, kind, ordinal);
     create index deadline_due on escalation.deadline (due_at)`,
  );
  await client.query('vacuum analyze escalation.deadline');
}

/** As after fillDeadlines: nothing has fired yet. */
export async function resetDeadlines(client, { requests }) {
  await client.query('truncate escalation.request, escalation.outbox');
  await fillStates(client, requests);
  await client.query(`delete from escalation.deadline where kind = $1`, [heldRequest().due.kind]);
  await client.query('vacuum analyze escalation.deadline');
}

async function fillStates(client, requests) {
  await client.query(
    `insert into escalation.request (request_id, seq, body)
     select id, 1, replace($2, $3, id::text)::jsonb
     from generate_series(0, $1::int - 1) as n, lateral (select ${idOf('n')} as id) as i`,
    [requests, JSON.stringify(storedState(heldRequest().state)), ID],
  );
  await client.query('vacuum analyze escalation.request');
}

/**
 * A deadline each for `count` requests, scattered: those numbered `first`, `first + stride`, … That in place `k` falls due at
 * `t0 + k * everyMs` (epoch ms).
 */
export async function addDue(client, { first = 0, stride, count, t0, everyMs }) {
  const { due } = heldRequest();
  await client.query(
    `insert into escalation.deadline
       (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body)
     select id, 1, $1, 1, to_timestamp(($4::float8 + k * $5::float8) / 1000), clock_timestamp(), false, $6, replace($7, $8, id::text)
     from generate_series(0, $2::int - 1) as k, lateral (select ${idOf('k * $3 + $9')} as id) as i
     order by id`,
    [due.kind, count, stride, t0, everyMs, ...published(due), ID, first],
  );
}

/** Throws unless each of `count` deadlines fired once: its row gone, one event, the next sequence number, one climb; and nothing else fired. */
export async function checkFired(client, count) {
  const { rows } = await client.query(
    `select (select count(*)::int from escalation.deadline where due_at <= clock_timestamp()) as waiting,
       (select count(*)::int from escalation.request where seq = 2 and body->>'escalatedNumber' = '1') as climbed,
       (select count(*)::int from escalation.request where seq > 2) as twice,
       (select count(*)::int from escalation.outbox) as events,
       (select count(distinct key)::int from escalation.outbox) as requests`,
  );
  const wanted = { waiting: 0, climbed: count, twice: 0, events: count, requests: count };
  if (JSON.stringify(rows[0]) !== JSON.stringify(wanted))
    throw new Error(`not exactly once: ${JSON.stringify(rows[0])} instead of ${JSON.stringify(wanted)}`);
}
