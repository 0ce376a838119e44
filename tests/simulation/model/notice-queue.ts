import type { RequestState } from '../../../services/notification/src/domain/request-state.js';
import type { Change } from './transaction.js';

export interface QueuedNotice {
  readonly requestId: string;
  readonly key: string;
  attempts: number;
  /** True time, epoch ms: after a failed attempt, or while somebody else is at it. */
  nextAttemptAt: number;
}

/** Longer than any attempt lasts. */
const LEASE_MS = 15_000;

/** `notification.waiting_notice`: what is still to be sent. */
export class NoticeQueue {
  private readonly waiting = new Map<string, QueuedNotice>();

  get size(): number {
    return this.waiting.size;
  }

  save({ requestId, state, previous }: Change): void {
    const before = (previous as RequestState | undefined)?.notices ?? {};
    const { notices } = state as RequestState;
    if (notices === before) return;
    for (const key in notices) {
      const notice = notices[key]!;
      const was = before[key];
      if (notice === was) continue;
      if (!was && notice.state === 'pending')
        this.waiting.set(requestId + key, { requestId, key, attempts: 0, nextAttemptAt: 0 });
      if (was?.state === 'pending' && notice.state !== 'pending') this.waiting.delete(requestId + key);
    }
  }

  nextAt(): number {
    let first = Infinity;
    for (const { nextAttemptAt } of this.waiting.values()) first = Math.min(first, nextAttemptAt);
    return first;
  }

  /** Takes what is due and keeps others off it for the time of the lease. */
  claim(now: number, limit: number): QueuedNotice[] {
    const claimed: QueuedNotice[] = [];
    for (const notice of this.waiting.values()) {
      if (claimed.length >= limit) break;
      if (notice.nextAttemptAt > now) continue;
      notice.attempts += 1;
      notice.nextAttemptAt = now + LEASE_MS;
      claimed.push(notice);
    }
    return claimed;
  }
}
