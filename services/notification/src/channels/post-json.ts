import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { ForbiddenAddress, mayConnect, publicLookup } from './public-address.js';

/** A provider's answer is a few lines; more is not read. */
const LARGEST_ANSWER = 64 * 1024;
const TIMEOUT_MS = 5_000;

export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Addresses that are not public and may be called all the same. */
  readonly allowed: BlockList;
  readonly timeoutMs?: number;
}

export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

/** Posts JSON, to public addresses only. Follows no redirect, keeps no connection, reads 64 KiB at most, gives up after 5 s. Rejects with a `code`. */
export async function postJson(options: PostOptions): Promise<PostAnswer> {
  const { url, allowed, timeoutMs = TIMEOUT_MS } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !mayConnect(host, allowed)) throw new ForbiddenAddress('not a public address');
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    return await post(options, signal);
  } catch (error) {
    if (signal.aborted) throw Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' });
    throw error;
  }
}

function post({ url, headers, body, allowed }: PostOptions, signal: AbortSignal): Promise<PostAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'liandong-notification/1',
        ...headers,
      },
      lookup: publicLookup(allowed),
    });
    sending.once('error', reject);
    sending.once('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER)
          sending.destroy(Object.assign(new Error('the answer is too large'), { code: 'EMSGSIZE' }));
        else chunks.push(chunk);
      });
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sending.end(body);
  });
}

/** Whether sending the same again could be answered otherwise. */
export const isPermanent = (status: number): boolean =>
  status >= 300 && status < 500 && ![408, 409, 425, 429].includes(status);
