import { Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { BODY_LIMIT } from '#chassis/http-door.js';
import { Problem } from '#chassis/problem.js';

/** Files of the registry; how large they may be the service says. */
const FILE = /^text\/csv\b/i;

/** Nobody reads on: the connection cannot be used again. */
export const bodyTooLarge = (): Problem =>
  new Problem('payload_too_large', { headers: { connection: 'close' } });

/** Judged before anything is passed on, where the caller says how much it is. */
export function saysTooMuch({ headers }: FastifyRequest): boolean {
  return !FILE.test(headers['content-type'] ?? '') && Number(headers['content-length'] ?? 0) > BODY_LIMIT;
}

/**
 * Lets as much through as a service reads. A service that refuses the rest ends the connection in the middle of it, and would
 * be taken for one that is away. @param onTooMuch called when more comes, before the stream fails
 */
export function limitedBody(request: FastifyRequest, onTooMuch: () => void): void {
  const body = request.body as NodeJS.ReadableStream | undefined;
  if (!body?.pipe || FILE.test(request.headers['content-type'] ?? '')) return;
  let size = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= BODY_LIMIT) return done(null, chunk);
      onTooMuch();
      done(new Error('the body is too large'));
    },
  });
  body.once('error', (error) => limited.destroy(error as Error));
  request.body = body.pipe(limited);
}
