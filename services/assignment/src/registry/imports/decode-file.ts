import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

const SLICE = 64 * 1024;

export interface DecodedFile {
  readonly encoding: 'utf-8' | 'gb18030';
  /** The text, a slice at a time. */
  readonly slices: Iterable<string>;
}

/** UTF-8 where the bytes are valid UTF-8, else GB18030: what office suites here write by default. */
export function decodeFile(bytes: Buffer): DecodedFile {
  const encoding = isUtf8(bytes) ? 'utf-8' : 'gb18030';
  return { encoding, slices: slicesOf(bytes, encoding) };
}

function* slicesOf(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = iconv.getDecoder(encoding);
  for (let at = 0; at < bytes.length; at += SLICE) yield decoder.write(bytes.subarray(at, at + SLICE));
  const rest = decoder.end();
  if (rest) yield rest;
}
