import type { FastifyReply } from 'fastify';

/** Aborted when the call is over, answered or not: what is still done for its caller is done for nobody. */
export function callerGone({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
