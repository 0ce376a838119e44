import type { PoolClient } from 'pg';
import type { Saved } from '#eventlog/shell.js';
import type { RequestState } from '../domain/request-state.js';

/** Keeps `holding` in step with the states just saved: a row for what is open, none for the rest. */
export async function saveHoldings(client: PoolClient, saved: readonly Saved<RequestState>[]): Promise<void> {
  const open = saved.flatMap(({ requestId, state, previous }) =>
    state.status === 'open' &&
    !(previous?.status === 'open' && previous.holding.number === state.holding.number)
      ? [{ request_id: requestId, ...state.holding, office_code: state.holding.office.code }]
      : [],
  );
  const rest = saved
    .filter(({ state, previous }) => state.status !== 'open' && previous?.status === 'open')
    .map(({ requestId }) => requestId);
  if (open.length > 0)
    await client.query({
      name: 'assignment.holdings-open',
      text: `insert into assignment.holding (request_id, number, officer_id, office_code, area_code, level)
        select request_id, number, "officerId", office_code, "areaCode", level
        from jsonb_to_recordset($1::jsonb)
          as h(request_id uuid, number int, "officerId" text, office_code text, "areaCode" text, level text)
        on conflict (request_id) do update set number = excluded.number, officer_id = excluded.officer_id,
          office_code = excluded.office_code, area_code = excluded.area_code, level = excluded.level`,
      values: [JSON.stringify(open)],
    });
  if (rest.length > 0)
    await client.query({
      name: 'assignment.holdings-gone',
      text: 'delete from assignment.holding where request_id = any($1::uuid[])',
      values: [rest],
    });
}
