import type { IHeaders } from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';

/**
 * kafkajs 2.2.4 cuts a buffer out of the answer for every name and value of every header, and copies the headers of a record anew for
 * each of them. Here they stay bytes until somebody asks, and are text then: whoever passes an event over reads its type alone. A
 * header given twice is the list of its values, as before.
 */
export function decodeHeadersWhenAsked(): void {
  // The only list of a record is its headers, which come last, and the only thing done with it is to fold it into this object.
  Decoder.prototype.readVarIntArray = function (this: Decoder) {
    const headers = new Proxy(new UnreadHeaders(this), whenAsked) as unknown as IHeaders;
    return { reduce: () => headers };
  };
}

/** A record's headers as a plain object, which is faster to go through; any others as they are. */
export const readHeaders = (headers: IHeaders): IHeaders =>
  (headers as { readonly [WHOLE]?: IHeaders })[WHOLE] ?? headers;

const WHOLE = Symbol('the headers of a record, read');
/** By which an event is passed over. */
const TYPE = 'ce_type';
const BEYOND_ASCII = /[\x80-\xff]/;

class UnreadHeaders {
  private readonly from: number;
  private read: IHeaders | undefined;

  /** `decoder` stands where the headers begin. */
  constructor(private readonly decoder: Decoder) {
    this.from = decoder.offset;
  }

  get whole(): IHeaders {
    return (this.read ??= this.all());
  }

  /** The first of that name. */
  get type(): string | undefined {
    const { decoder } = this;
    decoder.offset = this.from;
    for (let left = decoder.readVarInt(); left > 0; left -= 1) {
      const [name, value] = [pass(decoder), pass(decoder)];
      if (name.bytes === TYPE.length && textOf(decoder, name) === TYPE) return textOf(decoder, value);
    }
    return undefined;
  }

  /** Read as one text of single bytes, of which each name and value is a part: one call out of JavaScript instead of twenty. */
  private all(): IHeaders {
    const { decoder, from } = this;
    const text = decoder.buffer.toString('latin1', from);
    const next = (): string | undefined => {
      const place = pass(decoder);
      if (place.bytes < 0) return undefined;
      const part = text.slice(place.at - from, place.at - from + place.bytes);
      return BEYOND_ASCII.test(part) ? textOf(decoder, place) : part;
    };
    const headers: IHeaders = {};
    decoder.offset = from;
    for (let left = decoder.readVarInt(); left > 0; left -= 1) {
      const name = next() ?? '';
      const value = next();
      // No event has a header of this name, and it would be no header of the object.
      if (name === '__proto__') continue;
      const given = headers[name];
      headers[name] =
        given === undefined ? value : Array.isArray(given) ? [...given, value ?? ''] : [given, value ?? ''];
    }
    return headers;
  }
}

/** Where a name or value stands; `bytes` -1: there is none. */
interface Place {
  readonly at: number;
  readonly bytes: number;
}

function pass(decoder: Decoder): Place {
  const bytes = decoder.readVarInt();
  const at = decoder.offset;
  if (bytes > 0) decoder.offset += bytes;
  return { at, bytes };
}

const textOf = ({ buffer }: Decoder, { at, bytes }: Place): string | undefined =>
  bytes < 0 ? undefined : buffer.toString('utf8', at, at + bytes);

/** Whatever is asked but for the type is asked of the whole. */
const whenAsked: ProxyHandler<UnreadHeaders> = {
  get: (headers, name) =>
    name === TYPE ? headers.type : name === WHOLE ? headers.whole : headers.whole[name as string],
  has: (headers, name) => name in headers.whole,
  ownKeys: (headers) => Reflect.ownKeys(headers.whole),
  getOwnPropertyDescriptor: (headers, name) => Reflect.getOwnPropertyDescriptor(headers.whole, name),
};
