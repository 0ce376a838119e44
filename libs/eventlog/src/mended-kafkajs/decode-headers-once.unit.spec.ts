import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import decodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
import encodeRecord from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import fc from 'fast-check';
import { decodeHeadersOnce } from './decode-headers-once.js';
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

it('a record is read as before: its key, its value, each header as text', () => {
  const { readVarIntArray } = Decoder.prototype;
  const records = fc
    .sample(given, 300)
    .map(({ key, value, headers }) => encodeRecord({ key, value, headers }).buffer);
  const before = records.map(decoded);
  decodeHeadersOnce();
  try {
    expect(records.map(decoded)).toEqual(before);
  } finally {
    Decoder.prototype.readVarIntArray = readVarIntArray;
  }
});

it('a header without a value, and one named like no property, harm nothing', () => {
  const { readVarIntArray } = Decoder.prototype;
  decodeHeadersOnce();
  try {
    const headers = new Encoder().writeVarInt(3);
    for (const name of ['none', '__proto__']) headers.writeVarIntString(name).writeVarInt(-1);
    headers.writeVarIntString('ce_type').writeVarIntString('t');
    const read = new Decoder(headers.buffer).readVarIntArray().reduce();
    expect(textHeaders(read)).toEqual({ ce_type: 't' });
  } finally {
    Decoder.prototype.readVarIntArray = readVarIntArray;
  }
});
