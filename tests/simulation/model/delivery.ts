import { MOST_ATTEMPTS, retryDelay } from '../../../services/notification/src/deliver/retry-delay.js';
import { settleNotices, type Settlement } from '../../../services/notification/src/domain/settle-notices.js';
import type { NoticeQueue, QueuedNotice } from './notice-queue.js';
import type { ServiceNode } from './service-node.js';
import type { Transaction } from './transaction.js';

export type Receipt = 'sent' | 'failed' | 'refused';

/**
 * Sends what is due and settles it in one transaction, as deliver-notices.ts does. The channel answers outside of any
 * transaction: if the process dies in between, the notice is sent again when its lease is over.
 */
export function delivery(
  node: ServiceNode,
  queue: NoticeQueue,
  replica: number,
  trueTime: number,
  receipts: readonly Receipt[],
): Transaction | null {
  const claimed = queue.claim(trueTime, receipts.length);
  const ended = new Map<string, Settlement[]>();
  for (const [at, notice] of claimed.entries()) {
    const receipt = receipts[at]!;
    const isOver = receipt !== 'failed' || notice.attempts >= MOST_ATTEMPTS;
    if (isOver)
      ended.set(notice.requestId, [...(ended.get(notice.requestId) ?? []), settlementOf(notice, receipt)]);
    else notice.nextAttemptAt = trueTime + retryDelay(notice.attempts, 0);
  }
  if (ended.size === 0) return null;
  return {
    purpose: 'delivery',
    replica,
    requestIds: [...ended.keys()],
    prepare: () =>
      node.decide(
        [...ended].map(([requestId, own]) => ({
          requestId,
          decide: (state: any, context: any) => settleNotices(state, own, context),
        })),
      ),
    after: () => {},
    prepared: null,
  };
}

const settlementOf = ({ key, attempts }: QueuedNotice, receipt: Receipt): Settlement => ({
  key,
  state: receipt === 'sent' ? 'sent' : 'undeliverable',
  attempts,
  reference: null,
});
