import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import { callerGone } from '#chassis/caller-gone.js';
import { waitWishedS } from '#chassis/prefer-wait.js';

/** On the headers of a call that lasts, the one thing of ours that comes through the proxy: aborted when it is to end. */
export const OVER: unique symbol = Symbol('over');

/** For a call that waits for a change: aborted when its caller has gone or this process ends. Undefined for all others. */
export function overOf(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  ending: AbortSignal,
): AbortSignal | undefined {
  return waitWishedS(headers) === 0 ? undefined : AbortSignal.any([callerGone(reply), ending]);
}

export const overIn = ({ headers }: Dispatcher.DispatchOptions): AbortSignal | undefined =>
  (headers as { readonly [OVER]?: AbortSignal } | null | undefined)?.[OVER];

/** Breaks the call off when it is over. */
export function endedBy(over: AbortSignal, handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const started = handler.onRequestStart?.bind(handler);
  handler.onRequestStart = (controller, context) => {
    started?.(controller, context);
    const end = (): void => controller.abort(over.reason as Error);
    if (over.aborted) end();
    else over.addEventListener('abort', end, { once: true });
  };
  return handler;
}

/** As far as the service had seen when the call had to end, the request is as the caller knows it. */
export function answerUnchanged({ headers }: FastifyRequest, reply: FastifyReply): void {
  const known = headers['if-none-match'] ?? '';
  if (/^"[^"]*"$/.test(known)) void reply.header('etag', known);
  void reply.status(304).send();
}
