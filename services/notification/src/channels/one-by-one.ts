import { type Delivery, failed, type NoticeToSend } from './channel.js';

export type SendOne = (notice: NoticeToSend, signal: AbortSignal) => Promise<Delivery>;

/**
 * For channels that take one notice at a time: those about one request go one after the other, so that people read them in
 * order; different requests go side by side. What a sender throws is a failure of that notice alone.
 */
export async function oneByOne(
  notices: readonly NoticeToSend[],
  send: SendOne,
  signal: AbortSignal,
): Promise<Delivery[]> {
  const deliveries = new Map<string, Delivery>();
  const queues = Map.groupBy(notices, (notice) => notice.requestId);
  await Promise.all(
    [...queues.values()].map(async (queue) => {
      for (const notice of queue) deliveries.set(notice.id, await attempt(notice, send, signal));
    }),
  );
  return notices.map(({ id }) => deliveries.get(id)!);
}

async function attempt(notice: NoticeToSend, send: SendOne, signal: AbortSignal): Promise<Delivery> {
  if (signal.aborted) return failed('no time left');
  try {
    return await send(notice, signal);
  } catch (error) {
    // The message may quote the address; the code does not.
    return failed((error as { code?: string }).code ?? (error as Error).name);
  }
}
