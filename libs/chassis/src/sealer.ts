import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { SealKey } from './config.js';
import { randomBytes } from './random-bytes.js';

const NONCE = 12;
const TAG = 16;
/** A key id, then the base64url of nonce, tag and something between; none of it needs escaping in JSON. */
const SEALED = /(?<![A-Za-z0-9._-])[A-Za-z0-9._-]+:[A-Za-z0-9_-]{38,}/g;

/**
 * Seals what may not stand on the log in the clear: AES-256-GCM, `<key id>:<base64url of nonce + ciphertext + tag>`.
 * The key id is authenticated with the content, so that a sealed text cannot be passed off under another key's name.
 */
export class Sealer {
  // Prepared: from bare bytes Node makes a key for each call, which costs twice what the sealing itself does.
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #sealing: { readonly id: string; readonly key: KeyObject };

  constructor(keys: readonly SealKey[]) {
    const first = keys[0];
    if (!first) throw new Error('a sealer needs at least one key');
    this.#keys = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
    this.#sealing = { id: first.id, key: this.#keys.get(first.id)! };
  }

  seal(content: object): string {
    const { id, key } = this.#sealing;
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
    const sealed = Buffer.concat([
      nonce,
      cipher.update(JSON.stringify(content), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `${id}:${sealed.toString('base64url')}`;
  }

  /** A regular expression (PostgreSQL's and JavaScript's) for what the keys after the first made. */
  patternOfOthers(): string {
    const ids = [...this.#keys.keys()].filter((id) => id !== this.#sealing.id);
    // Without another key nothing may match.
    if (ids.length === 0) return '$.';
    return `(^|[^A-Za-z0-9._-])(${ids.map((id) => id.replaceAll('.', '\\.')).join('|')}):[A-Za-z0-9_-]{22}`;
  }

  /** The text with everything sealed in it by another key sealed by the first; JSON stays the same JSON otherwise. */
  resealWithin(text: string): string {
    return text.replace(SEALED, (whole: string) => {
      if (whole.startsWith(`${this.#sealing.id}:`)) return whole;
      const content = this.open<object>(whole);
      return content ? this.seal(content) : whole;
    });
  }

  /** @returns null where there is nothing, the key is not held, or the text was altered */
  open<T extends object = Record<string, unknown>>(sealed: string | null | undefined): T | null {
    if (!sealed) return null;
    const colon = sealed.indexOf(':');
    const id = sealed.slice(0, Math.max(colon, 0));
    const key = this.#keys.get(id);
    const bytes = Buffer.from(sealed.slice(colon + 1), 'base64url');
    if (!key || bytes.length < NONCE + TAG) return null;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(-TAG));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
      return JSON.parse(text.toString('utf8')) as T;
    } catch {
      return null;
    }
  }
}
