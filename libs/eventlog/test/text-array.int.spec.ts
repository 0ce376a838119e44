import fc from 'fast-check';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { textArray } from '../src/text-array.js';

describe('texts as one parameter', () => {
  let database: OwnDatabase;
  beforeAll(async () => {
    database = await ownDatabase();
  });
  afterAll(() => database.drop());

  async function readBack(values: readonly string[]): Promise<string[]> {
    const { rows } = await database.pool.query('select $1::text[] as texts', [textArray(values)]);
    return rows[0].texts;
  }

  it('none, an empty one, quotes, commas, braces, what looks like null', async () => {
    expect(await readBack([])).toEqual([]);
    const values = ['', '"', '\\', '\\"', '{a,b}', 'NULL', ' ', '\n', '诉求', '🏘️', '{"text":"\\u0000"}'];
    expect(await readBack(values)).toEqual(values);
  });

  it('any texts come as they were sent', async () => {
    // PostgreSQL keeps no NUL in a text.
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (values) => {
        expect(await readBack(values)).toEqual(values);
      }),
      { numRuns: 200 },
    );
  });

  it('what is no text is refused by PostgreSQL, and nothing else is sent in its place', async () => {
    await expect(readBack(['a\0b'])).rejects.toThrow('invalid byte sequence');
  });
});
