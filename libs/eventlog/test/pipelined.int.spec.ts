import { jest } from '@jest/globals';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import type { PoolClient } from 'pg';
import { inOneTrip, inTransaction } from '../src/in-transaction.js';
import { pipelined } from '../src/pipelined.js';

describe('pipelined statements', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await ownDatabase();
    await database.pool.query('create table mark (place int primary key)');
  });
  afterAll(() => database.drop());

  const marks = async () => (await database.pool.query('select place from mark order by 1')).rows.length;
  const mark = (client: PoolClient, place: number) =>
    client.query({ name: 'mark', text: 'insert into mark values ($1)', values: [place] });

  it('are answered each with its own rows, and what is no statement is handed through', async () => {
    const [one, none, two] = await inTransaction(database.pool, (client) =>
      pipelined(client, () => [
        client.query('select 1 as n'),
        undefined,
        client.query({ name: 'two', text: 'select $1::int as n', values: [2] }),
      ]),
    );
    expect([one.rows, none, two.rows]).toEqual([[{ n: 1 }], undefined, [{ n: 2 }]]);
  });

  /** The lengths of the writes to the server during `work`, in messages. */
  async function writesOf(work: () => Promise<unknown>): Promise<number[]> {
    const writes: number[] = [];
    database.pool.once('acquire', (client) => {
      const { stream } = (client as any).connection;
      const { _write, _writev } = stream;
      jest.spyOn(stream, '_write').mockImplementation((...args) => {
        writes.push(1);
        _write.apply(stream, args);
      });
      jest.spyOn(stream, '_writev').mockImplementation((...args) => {
        writes.push((args[0] as unknown[]).length);
        _writev.apply(stream, args);
      });
    });
    await work().finally(() => jest.restoreAllMocks());
    return writes;
  }

  it('leave in one write', async () => {
    const writes = await writesOf(() =>
      inTransaction(database.pool, (client) =>
        pipelined(client, () => [
          client.query('select 1'),
          client.query('select 2'),
          client.query('select 3'),
        ]),
      ),
    );
    expect(writes).toEqual([1, 3, 1]);
  });

  it('are three, in one write too, where one statement is a transaction of its own', async () => {
    let found: unknown;
    const writes = await writesOf(async () => {
      const statement = { text: 'insert into mark values ($1) returning place', values: [9] };
      found = (await inOneTrip(database.pool, statement)).rows;
    });
    expect(found).toEqual([{ place: 9 }]);
    expect(writes).toHaveLength(1);
    expect(await marks()).toBe(1);
    await expect(inOneTrip(database.pool, { text: 'insert into mark values (9)' })).rejects.toMatchObject({
      code: '23505',
    });
    await inOneTrip(database.pool, { text: 'delete from mark' });
    expect(await marks()).toBe(0);
  });

  it('reject with the first failure, not with what came of it, and leave nothing behind', async () => {
    const work = inTransaction(database.pool, (client) =>
      pipelined(client, () => [mark(client, 1), client.query('select 1 / 0'), mark(client, 2)]),
    );
    await expect(work).rejects.toThrow('division by zero');
    expect(await marks()).toBe(0);
  });

  it('leave the connection fit for the same named statement after it was refused', async () => {
    await expect(
      inTransaction(database.pool, (client) =>
        pipelined(client, () => [
          client.query('select 1 / 0'),
          client.query({ name: 'late', text: 'select 7 as n' }),
        ]),
      ),
    ).rejects.toThrow('division by zero');
    const { rows } = await database.pool.query({ name: 'late', text: 'select 7 as n' });
    expect(rows).toEqual([{ n: 7 }]);
  });

  it('are all answered before the failure is told', async () => {
    const order: string[] = [];
    const work = inTransaction(database.pool, (client) =>
      pipelined(client, () => [
        client.query('select 1 / 0'),
        client.query('select pg_sleep(0.05)').catch(() => order.push('answered')),
      ]),
    );
    await expect(
      work.catch((error: unknown) => (order.push('told'), Promise.reject(error))),
    ).rejects.toThrow();
    expect(order).toEqual(['answered', 'told']);
  });
});
