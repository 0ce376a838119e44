import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { catalogue, type EventName } from '#contracts/catalogue.js';
import { documents } from '../../libs/contracts/generate/documents.js';
import { exampleOf } from '../../libs/contracts/generate/example.js';

const names = Object.keys(catalogue) as EventName[];
const made = documents();

describe('documents made from the contracts (else run write-documents)', () => {
  it.each([...made.keys()])('%s is committed as generated', (file) => {
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(made.get(file));
  });

  it('docs/events holds nothing that nobody makes', () => {
    const listed = ['docs/events', 'docs/events/schemas'].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(md|json)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    expect(listed.filter((file) => !made.has(file))).toEqual([]);
  });
});

describe('docs/events/schemas', () => {
  it.each(names)('%s: a strict validator takes the schema and the example', (name) => {
    const ajv = addFormats.default(new Ajv.default({ strict: true, allowUnionTypes: true }));
    const validate = ajv.compile(JSON.parse(readFileSync(`docs/events/schemas/${name}.v1.json`, 'utf8')));
    const { body } = exampleOf(name);
    expect([validate(body), validate.errors]).toEqual([true, null]);
    expect(validate({ ...body, surplus: 1 })).toBe(false);
    expect(validate({ ...body, reason: undefined })).toBe(false);
  });
});

describe('docs/asyncapi.yaml', () => {
  it('is accepted by @asyncapi/parser and describes every message', async () => {
    const { document, diagnostics } = await new Parser().parse(readFileSync('docs/asyncapi.yaml', 'utf8'));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(
      document!
        .messages()
        .all()
        .map((message) => message.name())
        .toSorted(),
    ).toEqual(names.map((name) => `liandong.${name}.v1`).toSorted());
  });
});
