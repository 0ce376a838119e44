import { storedState } from '../../dist/services/escalation/src/persistence/stored-state.js';
import { heldRequest, idOf, published } from './deadlines.mjs';

/** So many requests in escalation's tables already: states, two deadlines each in the far future, five inbox rows each. */
export async function storeRequests(client, count) {
  const { state, later } = heldRequest();
  await client.query(
    `insert into escalation.request (request_id, seq, body)
     select ${idOf('n')}, 1, $2 from generate_series(0, $1::int - 1) as n`,
    [count, JSON.stringify(storedState(state))],
  );
  await client.query(
    `insert into escalation.deadline
       (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body)
     select ${idOf('n / 2')}, 1, $2, 1 + n % 2, clock_timestamp() + interval '1 year' + (n % 1000003) * interval '2 s',
       clock_timestamp(), false, $3, $4
     from generate_series(0, 2 * $1::int - 1) as n order by 1`,
    [count, later.kind, ...published(later)],
  );
  await client.query(
    `insert into escalation.inbox (event_id, outcome)
     select uuidv7(interval '-1 day' + n * interval '10 ms'), 'applied' from generate_series(0, 5 * $1::int - 1) as n`,
    [count],
  );
  for (const table of ['request', 'deadline', 'inbox'])
    await client.query(`vacuum analyze escalation.${table}`);
}
