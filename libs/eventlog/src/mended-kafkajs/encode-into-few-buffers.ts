import Encoder from 'kafkajs/src/protocol/encoder.js';

/** A header of an event fits. */
const FIRST_BYTES = 64;
/** Of a varint of 32 bits, seven to a byte. */
const MOST_BYTES_OF_VARINT = 5;

/**
 * kafkajs 2.2.4 makes and clears half a kilobyte for each header of each record before it writes a few dozen bytes there, and a buffer
 * more for each length: a fifth of the processor of a relay at work. Here an encoder has no buffer until it writes, then a small part
 * of Node's pool, which nobody has to clear, since nothing beyond what was written is ever read; and a length is written where it belongs.
 */
export function encodeIntoFewBuffers(): void {
  // It tells the size of the first buffer only, from here on.
  Encoder.nextPowerOfTwo = () => 0;

  Encoder.prototype.ensureAvailable = function (this: Encoder, bytes) {
    const needed = this.offset + bytes;
    if (needed <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, 2 ** Math.ceil(Math.log2(needed))));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };

  Encoder.prototype.writeUVarInt = function (this: Encoder, value) {
    this.ensureAvailable(MOST_BYTES_OF_VARINT);
    let left = value;
    while (left & ~0x7f) {
      this.buf[this.offset] = (left & 0x7f) | 0x80;
      this.offset += 1;
      left >>>= 7;
    }
    this.buf[this.offset] = left;
    this.offset += 1;
    return this;
  };
}
