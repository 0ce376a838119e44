import { once } from 'node:events';
import { randomUUIDv7 } from 'node:crypto';
import { changed, ignored, rejected } from '#decider/decision.js';
import { waitUntil } from '#testing/wait-until.js';
import type { Input, Receipt } from '../src/input.js';
import { event, note, supplemented, type Tally, type TallyStore, tallyStore } from './tally.js';

describe('the shell', () => {
  let store: TallyStore;
  beforeAll(async () => {
    store = await tallyStore();
  });
  afterAll(() => store.database.drop());

  it('commits state, inbox and outgoing events together', async () => {
    const id = randomUUIDv7();
    const input = event(id, 'a');
    const [outcome] = await store.shell().handle([input]);
    expect(outcome).toMatchObject({ kind: 'changed', state: { marks: ['a'] }, sequence: 1 });
    expect(await store.marks(id)).toEqual(['a']);
    expect(await store.count('inbox', `event_id = '${input.eventId}' and outcome = 'applied'`)).toBe(1);
    const { rows } = await store.pool.query(`select * from tally.outbox where key = $1`, [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0].headers).toMatchObject({
      ce_specversion: '1.0',
      ce_id: rows[0].event_id,
      ce_type: 'liandong.RequestSupplemented.v1',
      ce_source: '/liandong/intake',
      ce_subject: id,
      ce_time: '2026-11-24T01:00:00.000Z',
      ce_partitionkey: id,
      ce_sequence: '1',
    });
  });

  it('leaves nothing behind when the side tables fail', async () => {
    const id = randomUUIDv7();
    const input = event(id, 'a');
    const shell = store.shell({
      afterSave: async (client) => void (await client.query('select 1 / 0')),
    });
    await expect(shell.handle([input])).rejects.toThrow('division by zero');
    expect(await store.marks(id)).toBeUndefined();
    expect(await store.count('inbox', `event_id = '${input.eventId}'`)).toBe(0);
    expect(await store.count('outbox', `key = '${id}'`)).toBe(0);
  });

  it('lets events wait behind a parked one, and writes nothing of them', async () => {
    const id = randomUUIDv7();
    await store.pool.query(
      `insert into tally.dead_letter (id, position_topic, position_partition, position_offset, request_id, headers, cause)
       values ($1, 't', 0, 1, $2, '{}', 'handler_failed')`,
      [randomUUIDv7(), id],
    );
    const input = event(id, 'a');
    const [waiting] = await store.shell().handle([{ ...input, waitsBehindParked: true }]);
    expect(waiting).toEqual({ kind: 'waiting' });
    expect(await store.marks(id)).toBeUndefined();
    expect(await store.count('inbox', `event_id = '${input.eventId}'`)).toBe(0);
    const [redriven] = await store.shell().handle([input]);
    expect(redriven).toMatchObject({ kind: 'changed' });
  });

  it('drops what is delivered again, in the same batch and later', async () => {
    const id = randomUUIDv7();
    const input = event(id, 'a');
    const first = await store.shell().handle([input, input]);
    const second = await store.shell().handle([input]);
    expect([...first, ...second].map(({ kind }) => kind)).toEqual(['changed', 'duplicate', 'duplicate']);
    expect(await store.marks(id)).toEqual(['a']);
    expect(await store.count('outbox', `key = '${id}'`)).toBe(1);
  });

  it('gives two processes that handle the same events one effect', async () => {
    const ids = Array.from({ length: 20 }, () => randomUUIDv7());
    const inputs = ids.map((id) => event(id, 'a'));
    const both = await Promise.all([store.shell().handle(inputs), store.shell().handle(inputs.toReversed())]);
    expect(both.flat().filter(({ kind }) => kind === 'changed')).toHaveLength(20);
    for (const id of ids) expect(await store.marks(id)).toEqual(['a']);
  });

  it('lets inputs of one request see each other, and counts the sequence without gaps', async () => {
    const id = randomUUIDv7();
    await store.shell().handle([event(id, 'a'), event(id, 'b')]);
    const [outcome] = await store
      .shell()
      .handle([event(id.toUpperCase(), 'c')].map((i) => ({ ...i, decide: note(id, 'c') })));
    expect(outcome).toMatchObject({ state: { marks: ['a', 'b', 'c'] }, sequence: 3 });
    const { rows } = await store.pool.query(
      `select headers->>'ce_sequence' as sequence from tally.outbox where key = $1 order by id`,
      [id],
    );
    expect(rows.map((row) => row.sequence)).toEqual(['1', '2', '3']);
  });

  it('loses no update when many write one request at the same time', async () => {
    const id = randomUUIDv7();
    const shells = [store.shell(), store.shell(), store.shell()];
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        shells[n % 3]?.execute({ requestId: id, decide: note(id, `m${n}`) }),
      ),
    );
    expect((await store.marks(id))?.toSorted()).toEqual(
      Array.from({ length: 30 }, (_, n) => `m${n}`).toSorted(),
    );
  });

  it('writes the outcome into the inbox in words', async () => {
    const id = randomUUIDv7();
    const late: Input<Tally> = {
      requestId: id,
      eventId: randomUUIDv7(),
      decide: () => ignored('past_assignment'),
    };
    const wrong: Input<Tally> = {
      requestId: id,
      eventId: randomUUIDv7(),
      decide: () => rejected('not_found'),
    };
    await store.shell().handle([late, wrong]);
    expect(
      await store.count('inbox', `event_id = '${late.eventId}' and outcome = 'ignored:past_assignment'`),
    ).toBe(1);
    expect(
      await store.count('inbox', `event_id = '${wrong.eventId}' and outcome = 'rejected:not_found'`),
    ).toBe(1);
    expect(await store.marks(id)).toBeUndefined();
  });

  const receipt = (key: string, payloadHash = 'h'): Receipt<Tally> => ({
    key,
    payloadHash,
    respond: (outcome) => ({ answer: outcome.kind }),
  });

  it('answers the same key sent ten times in parallel with one effect and one answer', async () => {
    const key = randomUUIDv7();
    const shells = [store.shell(), store.shell()];
    const send = (n: number) => {
      // As a resident's client does it: each try would create a request of its own.
      const requestId = randomUUIDv7();
      return shells[n % 2]?.execute({ requestId, decide: note(requestId, 'a'), receipt: receipt(key) });
    };
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => send(n)));
    expect(outcomes.filter((outcome) => outcome?.kind === 'changed')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome?.kind !== 'changed')
        expect(outcome).toEqual({ kind: 'replayed', response: { answer: 'changed' } });
    expect(await store.count('receipt', `key = '${key}'`)).toBe(1);
  });

  it('refuses a key used for another payload, and keeps no receipt of a rejection', async () => {
    const shell = store.shell();
    const requestId = randomUUIDv7();
    const refused = { requestId, decide: () => rejected('not_yet'), receipt: receipt(`${requestId}-1`) };
    expect(await shell.execute(refused)).toMatchObject({ kind: 'rejected', code: 'not_yet' });
    expect(await shell.execute({ ...refused, decide: note(requestId, 'a') })).toMatchObject({
      kind: 'changed',
    });
    expect(await shell.execute({ ...refused, receipt: receipt(`${requestId}-1`, 'other') })).toEqual({
      kind: 'key_reused',
    });
  });

  it('fails the culprit of a gathered batch alone', async () => {
    const ids = Array.from({ length: 8 }, () => randomUUIDv7());
    const shell = store.shell();
    const results = await Promise.allSettled(
      ids.map((id, n) =>
        shell.execute({
          requestId: id,
          decide:
            n === 5
              ? () => {
                  throw new Error('broken rule');
                }
              : note(id, 'a'),
        }),
      ),
    );
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual(ids.map((_, n) => n !== 5));
    expect(await store.marks(ids[6] ?? '')).toEqual(['a']);
    expect(shell.activity.inFlight).toBe(0);
  });

  it('throws on an event that does not fit its schema or names another request', async () => {
    const id = randomUUIDv7();
    const bad = { name: 'RequestSupplemented', body: { requestId: id } } as never;
    await expect(
      store.shell().execute({ requestId: id, decide: () => changed({ marks: [] }, bad) }),
    ).rejects.toThrow('RequestSupplemented does not fit its schema');
    await expect(
      store
        .shell()
        .execute({ requestId: id, decide: () => changed({ marks: [] }, supplemented(randomUUIDv7(), 'x')) }),
    ).rejects.toThrow('another request');
    expect(await store.marks(id)).toBeUndefined();
  });

  it('hands the saved states with what was before to the side tables', async () => {
    const id = randomUUIDv7();
    const seen: unknown[] = [];
    const shell = store.shell({ afterSave: async (_client, saved, now) => void seen.push(...saved, now) });
    await shell.handle([event(id, 'a')]);
    await shell.handle([event(id, 'b')]);
    expect(seen).toMatchObject([
      { requestId: id, state: { marks: ['a'] }, sequence: 1, events: [{ name: 'RequestSupplemented' }] },
      '2026-11-24T01:00:00.000Z',
      { requestId: id, state: { marks: ['a', 'b'] }, previous: { marks: ['a'] }, sequence: 2 },
      '2026-11-24T01:00:00.000Z',
    ]);
  });

  it('signals a change, and ends the wait when time is over', async () => {
    const id = randomUUIDv7();
    const shell = store.shell();
    const started = Date.now();
    const signal = shell.changedSignal(id, AbortSignal.timeout(30_000));
    await shell.handle([event(id, 'a')]);
    await signal;
    expect(Date.now() - started).toBeLessThan(20_000);
    await shell.changedSignal(id, AbortSignal.timeout(10));
    await shell.changedSignal(id, AbortSignal.abort());
  });

  it('goes on after its connections were cut', async () => {
    const id = randomUUIDv7();
    const shell = store.shell();
    await shell.handle([event(id, 'a')]);
    const cut = shell.handle([{ ...event(id, 'b'), eventId: randomUUIDv7() }]);
    await store.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await cut;
    await waitUntil(async () => (await store.marks(id))?.length === 2, { what: 'the second mark' });
  });

  it('that stands still in transactions that wait for each other gives all of them up at once', async () => {
    const id = randomUUIDv7();
    await store.shell().handle([event(id, 'a')]);
    const over = AbortSignal.abort();
    const ended: number[] = [];
    /** Writes, and then does nothing until PostgreSQL ends its connection. */
    const standsStill = async (): Promise<void> => {
      const shell = store.shell({ afterSave: async (client) => void (await once(client, 'end')) });
      await expect(shell.handle([event(id, 'lost')], over)).rejects.toThrow();
      ended.push(Date.now());
    };
    const blocked = Promise.all([standsStill(), standsStill(), standsStill()]);
    await waitUntil(
      async () => {
        const { rows } = await store.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length === 2;
      },
      { what: 'two to wait for the lock of the third' },
    );
    await store.shell().handle([event(id, 'b')]);
    await blocked;
    expect(await store.marks(id)).toEqual(['a', 'b']);
    // One after the other they would keep it for 15 s each.
    expect(Math.max(...ended) - Math.min(...ended)).toBeLessThan(15_000);
  }, 120_000);
});
