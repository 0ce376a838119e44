import { randomUUID } from 'node:crypto';
import { Shell } from '#eventlog/shell.js';
import type { OwnDatabase } from '#testing/own-database.js';
import { ownTables } from '#testing/own-tables.js';
import { migrations, schema } from './migrations.js';
import { contextAt, held, TUESDAY_10 } from '../../test/world.js';
import type { EscalationContext } from '../domain/context.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { climbs } from '../domain/deadline.js';
import { StatesWithoutConsequences1764000001000 } from './migrations/1764000001000-states-without-consequences.js';
import { saveDeadlines } from './save-deadlines.js';
import { storedState } from './stored-state.js';

let database: OwnDatabase;

beforeAll(async () => {
  database = await ownTables({ schema, migrations });
}, 60_000);
afterAll(() => database?.drop());

async function stored(requestId: string): Promise<EscalationState> {
  const { rows } = await database.pool.query('select body from escalation.request where request_id = $1', [
    requestId,
  ]);
  return rows[0].body;
}

describe('the consequence of a deadline', () => {
  it('is kept in its row and not in the state, which says where it climbs to', async () => {
    const shell = new Shell<EscalationState, EscalationContext>({
      ...{ service: 'escalation', schema: 'escalation', topic: 't', pool: database.pool },
      clock: { now: () => Date.parse(TUESDAY_10) },
      poke: () => {},
      loadContext: () => Promise.resolve(contextAt(TUESDAY_10)),
      stored: storedState,
      afterSave: saveDeadlines,
    });
    const state = held();
    const { requestId } = state;
    await shell.handle([{ requestId, decide: () => ({ kind: 'changed', state, events: [] }) }]);

    const kept = await stored(requestId);
    expect(kept.deadlines.filter((one) => 'consequence' in one)).toEqual([]);
    expect(kept.deadlines.filter(climbs).map(({ kind }) => kind)).toEqual(
      state.deadlines.filter(climbs).map(({ kind }) => kind),
    );
    const { rows } = await database.pool.query(
      `select kind, event, body from escalation.deadline where request_id = $1 order by kind`,
      [requestId],
    );
    expect(rows).toEqual(
      state.deadlines
        .map(({ kind, consequence }) => ({
          kind,
          event: consequence!.name,
          body: JSON.stringify(consequence!.body),
        }))
        .toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    );
  });

  it('leaves the states that were stored with it', async () => {
    const requestId = randomUUID();
    const state = { ...held(), requestId };
    const before = { ...state, deadlines: state.deadlines.map(({ climbsTo: _, ...deadline }) => deadline) };
    await database.pool.query('insert into escalation.request (request_id, seq, body) values ($1, 1, $2)', [
      requestId,
      before,
    ]);
    const migration = new StatesWithoutConsequences1764000001000();
    await migration.up(database.pool as never);
    expect(await stored(requestId)).toEqual(storedState(state));
    await migration.up(database.pool as never);
    expect(await stored(requestId)).toEqual(storedState(state));
  });
});
