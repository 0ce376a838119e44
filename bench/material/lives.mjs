import { submissionIn } from './submissions.mjs';

/** How long a caller lets the ledger wait for a change before it answers that there is none. */
const WAIT_S = 20;
const PATIENCE_MS = 60_000;

/**
 * One life through REST: created by a resident; once the ledger shows who holds it, accepted and resolved by the office that
 * does; over when the ledger shows it resolved. Resolves with its id; throws on any other answer.
 */
export async function live({ http, blocks }, key) {
  const block = blocks[Math.floor(Math.random() * blocks.length)];
  const id = await create(http, block, key);
  const path = `/v1/requests/${id}`;
  const held = await shown(http, path, block.officer, 'assigned');
  const accepted = await act(http, `${path}/assignment/accept`, block, held, `${key}-a`);
  await act(http, `${path}/assignment/resolve`, block, accepted, `${key}-r`, { text: '路灯已经修好。' });
  await shown(http, path, block.resident, 'resolved');
  return id;
}

/** A life to its very end, which the resident's word is. */
export async function liveAndClose(city, key) {
  const id = await live(city, key);
  const path = `/v1/requests/${id}`;
  for (const { resident } of city.blocks) {
    const answer = await city.http.call('POST', `${path}/confirmation`, resident, {
      solved: true,
      rating: 5,
    });
    if (answer.status === 200) {
      await shown(city.http, path, resident, 'closed');
      return id;
    }
  }
  throw new Error('nobody could confirm it');
}

async function create(http, { code, resident }, key) {
  const headers = `idempotency-key: ${key}\r\n`;
  const answer = await http.call('POST', '/v1/requests', resident, submissionIn(code), headers);
  if (answer.status !== 201) throw new Error(`submitting was answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body).id;
}

async function act(http, path, { officer }, etag, key, body) {
  const headers = `if-match: ${etag}\r\nidempotency-key: ${key}\r\n`;
  const answer = await http.call('POST', path, officer, body, headers);
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${answer.body}`);
  return answer.etag;
}

/** Resolves with the ETag once the ledger shows the state; asks again as soon as what it shows has changed. */
async function shown(http, path, token, state) {
  for (let known, until = performance.now() + PATIENCE_MS; ;) {
    const wait = known ? `if-none-match: ${known}\r\nprefer: wait=${WAIT_S}\r\n` : '';
    const { status, etag, body } = await http.call('GET', path, token, undefined, wait);
    if (status !== 200 && status !== 304) throw new Error(`${path} was answered ${status}: ${body}`);
    if (status === 200 && JSON.parse(body).state === state) return etag;
    if (performance.now() > until) throw new Error(`${path} is not ${state} after ${PATIENCE_MS / 1000} s`);
    known = etag;
  }
}

const STEPS = [
  'RequestSubmitted',
  'RequestTriaged',
  'RequestAssigned',
  'AssignmentAccepted',
  'RequestResolved',
];

/** Each of the lives is resolved in the ledger, each of its steps happened once, and no service has parked an event. */
export async function checkLives(client, ids) {
  const { rows } = await client.query(
    `select (select count(*)::int from ledger.request_list where request_id = any($1::uuid[]) and state = 'resolved') as resolved,
       (select count(*)::int from ledger.timeline_entry where request_id = any($1::uuid[]) and type = any($2::text[])) as steps,
       (select count(distinct (request_id, type))::int from ledger.timeline_entry
         where request_id = any($1::uuid[]) and type = any($2::text[])) as different`,
    [ids, STEPS],
  );
  const [{ resolved, steps, different }] = rows;
  const expected = ids.length * STEPS.length;
  if (resolved !== ids.length || steps !== expected || different !== expected)
    throw new Error(
      `${ids.length} lives: ${resolved} resolved, ${steps} steps of which ${different} differ, not ${expected}`,
    );
  for (const schema of ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger']) {
    const parked = await client.query(`select count(*)::int as n from ${schema}.dead_letter`);
    if (parked.rows[0].n > 0) throw new Error(`${schema} has parked ${parked.rows[0].n} events`);
  }
}
