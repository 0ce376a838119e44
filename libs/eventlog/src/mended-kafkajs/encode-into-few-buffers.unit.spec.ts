import Encoder from 'kafkajs/src/protocol/encoder.js';
import fc from 'fast-check';
import { encodeIntoFewBuffers } from './encode-into-few-buffers.js';

type Write =
  readonly ['varint', number] | readonly ['string', string] | readonly ['nested', readonly Write[]];

const write = fc.letrec<{ write: Write }>((tie) => ({
  write: fc.oneof(
    fc.tuple(fc.constant('varint' as const), fc.integer()),
    fc.tuple(fc.constant('string' as const), fc.string({ unit: 'binary', maxLength: 300 })),
    fc.tuple(fc.constant('nested' as const), fc.array(tie('write'), { maxLength: 5 })),
  ),
})).write;

function encoded(writes: readonly Write[]): Encoder {
  const encoder = new Encoder();
  for (const [kind, value] of writes)
    if (kind === 'varint') encoder.writeVarInt(value);
    else if (kind === 'string') encoder.writeString(value);
    else encoder.writeEncoder(encoded(value));
  return encoder;
}

it('what is written has the same bytes as before, whatever stood in the pool', () => {
  const { ensureAvailable, writeUVarInt } = Encoder.prototype;
  const { nextPowerOfTwo } = Encoder;
  const given = fc.sample(fc.array(write, { maxLength: 40 }), 300);
  const before = given.map((writes) => encoded(writes).buffer.toString('hex'));
  encodeIntoFewBuffers();
  try {
    for (let n = 0; n < 100; n += 1) Buffer.allocUnsafe(1_000).fill(0xff);
    expect(given.map((writes) => encoded(writes).buffer.toString('hex'))).toEqual(before);
    expect(new Encoder().buf).toHaveLength(0);
  } finally {
    Object.assign(Encoder.prototype, { ensureAvailable, writeUVarInt });
    Encoder.nextPowerOfTwo = nextPowerOfTwo;
  }
});
