import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { SealKey } from './config.js';

/** What stands beside sealed content so that it can be found without being opened: `<key id>:<HMAC>`, nothing to read back. */
export interface ContactIndexes {
  readonly phone: string;
  readonly lastFour: string;
}

const PURPOSE = 'liandong contact index v1';
const BYTES = 16;

/**
 * Keyed blind index of telephone numbers: HMAC-SHA256, cut to 128 bits, under keys derived from the seal keys. The first key
 * makes, all find: what was stored under an older key is found as long as that key is held.
 */
export class ContactIndex {
  // Prepared, as the sealer's: from bare bytes Node makes a key for each call.
  readonly #keys: readonly { readonly id: string; readonly key: KeyObject }[];

  constructor(sealKeys: readonly SealKey[]) {
    this.#keys = sealKeys.map(({ id, key }) => ({
      id,
      key: createSecretKey(Buffer.from(hkdfSync('sha256', key, new Uint8Array(), PURPOSE, 32))),
    }));
  }

  /** @param phone normalised */
  of(phone: string): ContactIndexes {
    return { phone: this.byPhone(phone)[0]!, lastFour: this.byLastFour(lastFourOf(phone))[0]! };
  }

  byPhone(phone: string): string[] {
    return this.#made('phone', phone);
  }

  byLastFour(lastFour: string): string[] {
    return this.#made('last four', lastFour);
  }

  #made(kind: string, value: string): string[] {
    return this.#keys.map(({ id, key }) => {
      const mac = createHmac('sha256', key).update(`${kind}|${value}`).digest().subarray(0, BYTES);
      return `${id}:${mac.toString('base64url')}`;
    });
  }
}

/** Of the number, not of an extension behind it. */
export const lastFourOf = (phone: string): string => phone.split(/[x转]/)[0]!.slice(-4);
