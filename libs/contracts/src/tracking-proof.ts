import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

const PURPOSE = 'liandong tracking proof v1';
const derived = new WeakMap<Uint8Array, KeyObject>();

/**
 * What stands in `RequestSubmitted.trackingProof`: HMAC-SHA256 over tracking number and last four digits of the phone, base64url,
 * under a key derived from the seal key. With the number alone, or without the key, nobody can try the 10,000 endings.
 * Only digits count, so that a number read out without its hyphens is the same number.
 */
export function trackingProof(sealKey: Uint8Array, number: string, lastFour: string): string {
  return createHmac('sha256', proofKey(sealKey))
    .update(`${digitsOf(number)}|${digitsOf(lastFour)}`)
    .digest('base64url');
}

/** Whether number and last four digits belong together. Any of the keys counts: a proof outlives the key it was made with. */
export function trackingProofMatches(
  sealKeys: readonly Uint8Array[],
  proof: string | null,
  number: string,
  lastFour: string,
): boolean {
  if (proof === null) return false;
  const expected = Buffer.from(proof);
  return sealKeys.some((key) => {
    const made = Buffer.from(trackingProof(key, number, lastFour));
    return made.length === expected.length && timingSafeEqual(made, expected);
  });
}

function proofKey(sealKey: Uint8Array): KeyObject {
  const known = derived.get(sealKey);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', sealKey, new Uint8Array(), PURPOSE, 32)));
  derived.set(sealKey, key);
  return key;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
