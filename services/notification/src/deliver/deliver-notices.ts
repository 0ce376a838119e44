import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#chassis/clock.js';
import { DueWork } from '#chassis/due-work.js';
import { Sealer } from '#chassis/sealer.js';
import { failpoint } from '#eventlog/failpoint.js';
import { Shell } from '#eventlog/shell.js';
import { type Channel, CHANNEL, type Delivery, failed, type NoticeToSend } from '../channels/channel.js';
import type { NotificationContext } from '../domain/context.js';
import type { RequestState } from '../domain/request-state.js';
import { settleNotices, type Settlement } from '../domain/settle-notices.js';
import { NoticeConfig } from '../notice-config.js';
import { noticeAttempts, noticesWaiting } from './metrics.js';
import { type ClaimedNotice, NoticeQueue } from './notice-queue.js';
import { MOST_ATTEMPTS, retryDelay } from './retry-delay.js';

/** An attempt that lasts longer is given up: the lease must not run out under it. */
const LONGEST_MS = 10_000;

interface Attempted {
  readonly notice: ClaimedNotice;
  readonly delivery: Delivery;
}

/**
 * Sends what is due: claims rows, calls the channel outside any transaction, then settles in one. A crash between the call and
 * the settling sends again under the same id after the lease: providers get each notice at least once, and tell repeats by it.
 */
@Injectable()
export class DeliverNotices implements OnModuleInit {
  private readonly logger = new Logger('deliver-notices');

  constructor(
    private readonly queue: NoticeQueue,
    private readonly shell: Shell<RequestState, NotificationContext>,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly config: NoticeConfig,
    @Inject(CHANNEL) private readonly channel: Channel,
  ) {}

  onModuleInit(): void {
    // prom-client asks the gauge before each scrape.
    Object.assign(noticesWaiting, {
      collect: async () => noticesWaiting.set(await this.queue.waiting()),
    });
    this.dueWork.register({
      name: 'notices',
      nextDueAt: () => this.nextDueAt(),
      runDue: () => this.runDue(),
    });
  }

  /** What can be sent now is due now, so that the stepped clock waits for it; what waits for a retry is due in real time only. */
  async nextDueAt(): Promise<number | null> {
    return (await this.queue.isDue()) ? this.clock.now() : null;
  }

  async runDue(): Promise<number> {
    const claimed = await this.queue.claim();
    if (claimed.length === 0) return 0;
    failpoint('notification.before-send');
    const deliveries = await this.deliver(claimed);
    failpoint('notification.after-send');
    const attempted = claimed.map((notice, at) => ({ notice, delivery: deliveries[at]! }));
    await this.settle(attempted);
    return claimed.length;
  }

  private async deliver(claimed: readonly ClaimedNotice[]): Promise<Delivery[]> {
    const opened = claimed.map((notice) => this.opened(notice));
    const readable = opened.filter((notice) => notice !== null);
    const found = new Map<string, Delivery>();
    try {
      const answers = await this.channel.deliver(readable, AbortSignal.timeout(LONGEST_MS));
      readable.forEach(({ id }, at) => found.set(id, answers[at]!));
    } catch (error) {
      this.logger.error({ msg: 'the channel failed', err: error });
    }
    return claimed.map(({ id }, at) =>
      opened[at] === null ? failed('cannot be opened', true) : (found.get(id) ?? failed('channel')),
    );
  }

  private opened(claimed: ClaimedNotice): NoticeToSend | null {
    const to = this.sealer.open<{ name?: string; phone?: string }>(claimed.to_sealed);
    const content = this.sealer.open<{ text: string }>(claimed.text_sealed);
    if (!to?.phone || !content) return null;
    const { id, request_id: requestId, number, purpose, recipient } = claimed;
    return {
      ...{ id, requestId, number, purpose, recipient, text: content.text },
      to: { name: to.name ?? '', phone: to.phone },
    };
  }

  private async settle(attempted: readonly Attempted[]): Promise<void> {
    const ended = attempted.filter(({ delivery, notice }) => isOver(delivery, notice.attempts));
    const again = attempted.filter((one) => !ended.includes(one));
    await this.queue.retryLater(again.flatMap((one) => this.laterOf(one)));
    await this.queue.noteFaults(
      ended.flatMap(({ notice, delivery }) =>
        delivery.ok ? [] : [{ id: notice.id, fault: delivery.fault }],
      ),
    );
    const byRequest = Map.groupBy(ended, ({ notice }) => notice.request_id);
    await this.shell.handle(
      [...byRequest].map(([requestId, own]) => ({
        requestId,
        decide: (state, context) => settleNotices(state, own.map(settlementOf), context),
      })),
    );
    this.count(attempted);
  }

  private laterOf({ notice, delivery }: Attempted) {
    if (delivery.ok) return [];
    const { fault, untried = false } = delivery;
    // Whom nobody called has not failed: it is tried as after its last failure, and that attempt is not counted.
    const attempts = Math.max(1, notice.attempts - (untried ? 1 : 0));
    const delayMs = retryDelay(attempts, Math.random(), this.config.retryFirstMs);
    return [{ id: notice.id, fault, delayMs, untried }];
  }

  private count(attempted: readonly Attempted[]): void {
    for (const { delivery, notice } of attempted) {
      const over = isOver(delivery, notice.attempts);
      const outcome = delivery.ok ? 'sent' : over ? 'undeliverable' : 'retry';
      noticeAttempts.inc({ channel: this.channel.name, outcome });
      if (!delivery.ok && over)
        this.logger.warn({ msg: 'a notice could not be delivered', noticeId: notice.id });
    }
  }
}

const isOver = (delivery: Delivery, attempts: number): boolean =>
  delivery.ok || delivery.permanent || (!delivery.untried && attempts >= MOST_ATTEMPTS);

const settlementOf = ({ notice, delivery }: Attempted): Settlement => ({
  key: notice.key,
  state: delivery.ok ? 'sent' : 'undeliverable',
  attempts: notice.attempts,
  reference: delivery.ok ? delivery.reference : null,
});
