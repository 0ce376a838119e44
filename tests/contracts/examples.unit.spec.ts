import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { catalogue, type EventName } from '#contracts/catalogue.js';
import { type LogRecord, readMessage } from '#eventlog/read-message.js';
import { type Example, exampleOf } from '../../libs/contracts/generate/example.js';

const names = Object.keys(catalogue) as EventName[];
const everything = () => true;

interface Practice {
  readonly version: number;
  readonly categories: { id: string }[];
  readonly levels: { id: string }[];
  readonly help: { reasons: { code: string }[] };
  readonly returns: { reasons: { code: string }[] };
  readonly pause: { reasons: { code: string }[] };
  readonly closing: { exceptionReasons: { code: string }[] };
}

/** As the transport hands it on. */
const recordOf = ({ headers, body }: Example): LogRecord => ({
  topic: 'liandong.requests.v1',
  partition: 0,
  offset: '0',
  key: headers['ce_partitionkey'] ?? null,
  headers,
  value: Buffer.from(JSON.stringify(body)),
});
const read = (example: Example) => readMessage(recordOf(example), everything);
const withBody = (example: Example, change: Record<string, unknown>): Example => ({
  headers: example.headers,
  body: { ...example.body, ...change },
});
const without = (example: Example, field: string): Example => {
  const { [field]: _, ...body } = example.body;
  return { headers: example.headers, body };
};

describe('committed examples', () => {
  it('there is one for each message, and none beside', () => {
    const files = readdirSync('libs/contracts/examples').toSorted();
    expect(files).toEqual(names.map((name) => `${name}.v1.json`).toSorted());
  });

  it.each(names)('%s decodes and fits its schema', (name) => {
    const { headers, body } = exampleOf(name);
    expect(read({ headers, body })).toEqual({
      kind: 'event',
      requestId: body['requestId'],
      traceparent: headers['traceparent'],
      event: {
        id: headers['ce_id'],
        name,
        time: headers['ce_time'],
        source: `/liandong/${catalogue[name].writer}`,
        sequence: Number(headers['ce_sequence']),
        body,
      },
    });
  });

  it.each(names)('%s is refused with an unknown field', (name) => {
    expect(read(withBody(exampleOf(name), { surplus: 1 }))).toMatchObject({ cause: 'schema_mismatch' });
  });

  it.each(names)('%s is refused without any one of its fields', (name) => {
    const example = exampleOf(name);
    for (const field of Object.keys(example.body))
      expect([field, read(without(example, field))]).toMatchObject([field, { cause: 'schema_mismatch' }]);
  });

  it.each(names)('%s is refused with a field of another type', (name) => {
    const example = exampleOf(name);
    for (const field of Object.keys(example.body))
      expect([field, read(withBody(example, { [field]: { of: 'another type' } }))]).toMatchObject([
        field,
        { cause: 'schema_mismatch' },
      ]);
  });

  it('a reason without a rule is refused', () => {
    const example = exampleOf('RequestAssigned');
    expect(read(withBody(example, { reason: { rule: '', facts: {} } }))).toMatchObject({
      cause: 'schema_mismatch',
    });
  });

  it('speak the language of the practice they name', () => {
    const { version, ...shanghai } = parse(readFileSync('profiles/shanghai.yaml', 'utf8')) as Practice;
    const said = JSON.stringify(names.map((name) => exampleOf(name).body));
    const all = (field: string) =>
      new Set([...said.matchAll(RegExp(`"${field}":"(\\w+)"`, 'g'))].map(([, v]) => v));
    expect(exampleOf('RequestSubmitted').body['profile']).toEqual({ name: 'shanghai', version });
    expect(shanghai.categories.map(({ id }) => id)).toEqual(expect.arrayContaining([...all('category')]));
    expect(shanghai.levels.map(({ id }) => id)).toEqual(
      expect.arrayContaining([...all('level'), ...all('toLevel')]),
    );
    const codes = [shanghai.help, shanghai.returns, shanghai.pause].flatMap(({ reasons }) => reasons);
    expect([...codes, ...shanghai.closing.exceptionReasons].map(({ code }) => code)).toEqual(
      expect.arrayContaining([...all('reasonCode')]),
    );
  });

  it('say nothing readable about people: text is sealed, phones are absent', () => {
    for (const name of names) {
      const text = JSON.stringify(exampleOf(name).body);
      expect(text).not.toMatch(/1[3-9]\d{9}(?!\d)|"(phone|contact|address|text)"/);
    }
  });
});
