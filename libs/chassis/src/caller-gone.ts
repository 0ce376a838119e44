import type { FastifyReply } from 'fastify';

/** One for all: without it an error with its stack is made for each call. */
const GONE = new Error('the caller has gone');

/** Aborted when the call is over, answered or not: what is still done for its caller is done for nobody. */
export function callerGone({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort(GONE));
  return gone.signal;
}
