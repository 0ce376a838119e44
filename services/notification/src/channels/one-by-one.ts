import { once } from 'node:events';
import { type Delivery, failed, type NoticeToSend, notTried } from './channel.js';

export type SendOne = (notice: NoticeToSend, signal: AbortSignal) => Promise<Delivery>;

/**
 * For channels that take one notice at a time: those about one request go one after the other, so that people read them in
 * order; different requests go side by side. What a sender throws is a failure of that notice alone. After `signal` nobody is
 * waited for: not every sender hears it.
 */
export async function oneByOne(
  notices: readonly NoticeToSend[],
  send: SendOne,
  signal: AbortSignal,
): Promise<Delivery[]> {
  const deliveries = new Map<string, Delivery>();
  const queues = Map.groupBy(notices, (notice) => notice.requestId);
  const over = timedOut(signal);
  await Promise.all(
    [...queues.values()].map(async (queue) => {
      for (const notice of queue)
        deliveries.set(
          notice.id,
          signal.aborted
            ? notTried('no time left')
            : await Promise.race([attempt(notice, send, signal), over]),
        );
    }),
  );
  return notices.map(({ id }) => deliveries.get(id)!);
}

async function attempt(notice: NoticeToSend, send: SendOne, signal: AbortSignal): Promise<Delivery> {
  try {
    return await send(notice, signal);
  } catch (error) {
    // The message may quote the address; the code does not.
    return failed((error as { code?: string }).code ?? (error as Error).name);
  }
}

async function timedOut(signal: AbortSignal): Promise<Delivery> {
  if (!signal.aborted) await once(signal, 'abort');
  return failed('ETIMEDOUT');
}
