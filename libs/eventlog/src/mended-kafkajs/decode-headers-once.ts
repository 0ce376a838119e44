import type { IHeaders } from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';

/**
 * kafkajs 2.2.4 copies the headers of a record anew for each of them, and cuts a buffer out of the answer for every name and value. Here
 * they are read once, into one object, as the text that they are. A header given twice is the list of its values, as before.
 */
export function decodeHeadersOnce(): void {
  // The only list of a record is its headers, and the only thing done with it is to fold it into this object.
  Decoder.prototype.readVarIntArray = function (this: Decoder) {
    const headers = headersOf(this);
    return { reduce: () => headers };
  };
}

function headersOf(decoder: Decoder): IHeaders {
  const headers: IHeaders = {};
  for (let left = decoder.readVarInt(); left > 0; left -= 1) {
    const name = textOf(decoder) ?? '';
    const value = textOf(decoder);
    // No event has a header of this name, and it would be no header of the object.
    if (name === '__proto__') continue;
    const given = headers[name];
    headers[name] =
      given === undefined ? value : Array.isArray(given) ? [...given, value ?? ''] : [given, value ?? ''];
  }
  return headers;
}

/** undefined where there is none: kafkajs's null. */
function textOf(decoder: Decoder): string | undefined {
  const bytes = decoder.readVarInt();
  if (bytes < 0) return undefined;
  const from = decoder.offset;
  decoder.offset += bytes;
  return decoder.buffer.toString('utf8', from, decoder.offset);
}
