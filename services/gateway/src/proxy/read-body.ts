import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { BODY_LIMIT } from '#chassis/http-door.js';
import { Problem } from '#chassis/problem.js';

/** A body that was read; the proxy takes streams as they are, and would write bytes anew as JSON. */
export class WholeBody extends Readable {
  constructor(readonly bytes: Buffer) {
    super();
  }
}

/** What comes as it is sent may take as long as its sender likes, and is there only once. */
export const isOnItsWay = (body: unknown): boolean =>
  body instanceof Readable && !(body instanceof WholeBody);

/** A file of the registry: passed on as it comes; how large it may be the service says. */
const isFile = (contentType = ''): boolean => /^text\/csv\b/i.test(contentType);

/** Callers who still send do not hear an answer whose connection is closed under them: what they send is thrown away, up to this. */
const THROWN_AWAY = 16 * BODY_LIMIT;

function tooLarge(body: Readable): Problem {
  let left = THROWN_AWAY;
  body.on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) body.destroy();
  });
  body.on('error', () => {});
  return new Problem('payload_too_large');
}

/**
 * Reads a body whole before a connection to a service is taken for it: who sends slowly holds his own connection and nobody
 * else's. @throws payload_too_large beyond what a service reads, before anything is passed on
 */
export async function readBody(request: FastifyRequest): Promise<void> {
  const { body, headers } = request;
  if (!(body instanceof Readable) || isFile(headers['content-type'])) return;
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge(body);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of untilBrokenOff(body)) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw tooLarge(body);
    chunks.push(chunk);
  }
  request.body = new WholeBody(Buffer.concat(chunks, size));
}

async function* untilBrokenOff(body: Readable): AsyncIterable<Buffer> {
  try {
    // Destroyed, it would take the connection along before the caller is told.
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch {
    throw new Problem('bad_request');
  }
}
