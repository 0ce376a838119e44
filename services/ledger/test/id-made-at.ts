import { randomUUIDv7 } from 'node:crypto';

/** A UUIDv7 as it would have been made at that time; epoch ms. */
export function idMadeAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}${randomUUIDv7().slice(13)}`;
}
