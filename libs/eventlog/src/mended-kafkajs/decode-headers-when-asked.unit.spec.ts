import type { IHeaders } from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import decodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
import encodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import fc from 'fast-check';
import { decodeHeadersWhenAsked } from './decode-headers-when-asked.js';
import { textHeaders } from '../read-message.js';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const given = fc.record({
  key: text,
  value: text,
  headers: fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
    maxKeys: 12,
  }),
});

function decoded(bytes: Buffer) {
  const decoder = new Decoder(bytes);
  decoder.readVarInt();
  const { key, value, headers } = decodeRecord(decoder, { firstOffset: '0', firstTimestamp: '0' });
  return { key, value, headers: textHeaders(headers) };
}

const { readVarIntArray } = Decoder.prototype;
afterEach(() => {
  Decoder.prototype.readVarIntArray = readVarIntArray;
});

it('a record is read as before: its key, its value, each header as text', () => {
  const records = fc
    .sample(given, 300)
    .map(({ key, value, headers }) => encodeRecord({ key, value, headers }).buffer);
  const before = records.map(decoded);
  decodeHeadersWhenAsked();
  expect(records.map(decoded)).toEqual(before);
});

function headersOf(...pairs: readonly (readonly [string, string | null])[]): IHeaders {
  const encoder = new Encoder().writeVarInt(pairs.length);
  for (const [name, value] of pairs) {
    encoder.writeVarIntString(name);
    if (value === null) encoder.writeVarInt(-1);
    else encoder.writeVarIntString(value);
  }
  return new Decoder(encoder.buffer).readVarIntArray().reduce();
}

describe('the headers of a record', () => {
  beforeEach(decodeHeadersWhenAsked);

  it('harm nothing where one has no value, or is named like no property', () => {
    const read = headersOf(['none', null], ['__proto__', null], ['ce_type', 't']);
    expect(textHeaders(read)).toEqual({ ce_type: 't' });
  });

  it('tell the type of the event wherever it stands, before the others are read and after', () => {
    const read = headersOf(['ce_time', 'ce_type'], ['标题', '值'], ['ce_type', 'liandong.甲.v1']);
    expect(read['ce_type']).toBe('liandong.甲.v1');
    expect(read['标题']).toBe('值');
    expect(read['ce_type']).toBe('liandong.甲.v1');
    expect(headersOf(['ce_time', 'now'])['ce_type']).toBeUndefined();
    expect(headersOf(['ce_type', null])['ce_type']).toBeUndefined();
  });

  it('are those of an object to whoever goes through them', () => {
    const read = headersOf(['ce_type', 't'], ['twice', '1'], ['twice', '2']);
    expect({ ...read }).toEqual({ ce_type: 't', twice: ['1', '2'] });
    expect(['twice' in read, 'once' in read]).toEqual([true, false]);
  });
});
