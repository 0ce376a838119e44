import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { inOneTrip } from '../src/in-transaction.js';

let database: OwnDatabase;
beforeAll(async () => {
  database = await ownDatabase();
  await database.pool.query('create table letter (place int)');
});
afterAll(() => database?.drop());

it('throws away a connection on which a statement was prepared for what its table no longer is', async () => {
  const { pool } = database;
  const every = () => inOneTrip(pool, { name: 'letters', text: 'select * from letter' });
  expect((await every()).fields).toHaveLength(1);
  await pool.query('alter table letter add column words text');
  await expect(every()).rejects.toMatchObject({ code: '0A000' });
  expect((await every()).fields).toHaveLength(2);
});
