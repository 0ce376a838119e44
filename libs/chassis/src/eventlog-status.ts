import { Injectable, Optional } from '@nestjs/common';
import { BatchTransport } from '#eventlog/batch-transport.js';
import { EventlogProgress } from '#eventlog/eventlog.module.js';
import { Shell } from '#eventlog/shell.js';
import type { Progress } from '#eventlog/progress.js';
import type { Check } from './readiness.js';

const LONGEST_STANDSTILL_S = 60;

const AT_REST: Progress = {
  instance: 'none',
  epoch: 0,
  outboxPending: 0,
  relayBusy: false,
  inFlight: 0,
  produced: {},
  consumed: {},
  connected: true,
};

/** What the event log of this service says of itself; a service without one (the gateway) is always at rest. */
@Injectable()
export class EventlogStatus {
  constructor(
    @Optional() private readonly eventlog?: EventlogProgress,
    @Optional() readonly transport?: BatchTransport,
    @Optional() private readonly shell?: Shell,
  ) {}

  /** @param reach as `EventlogProgress.readAtRest` takes it; without it the answer comes at once */
  progress(reach?: Progress['produced']): Promise<Progress> {
    if (!this.eventlog) return Promise.resolve(AT_REST);
    return reach ? this.eventlog.readAtRest(reach) : this.eventlog.read();
  }

  /** A consumer that has left the group, or stands still though there is work, is not ready, whatever else is well. */
  async checks(): Promise<Record<string, Check>> {
    if (!this.eventlog || !this.transport) return {};
    const fault = this.shell?.storeFault;
    const store: Check = fault ? { ok: false, detail: `writing fails (${fault})` } : { ok: true };
    if (this.transport.handlers.size === 0) {
      const { connected } = await this.eventlog.read();
      return { store, broker: connected ? { ok: true } : { ok: false, detail: 'not connected' } };
    }
    const { connected, lag, progressAgeSeconds } = this.transport.consumer.health();
    return {
      store,
      broker: connected ? { ok: true } : { ok: false, detail: 'not in the consumer group' },
      progress:
        progressAgeSeconds <= LONGEST_STANDSTILL_S
          ? { ok: true }
          : {
              ok: false,
              detail: `${lag} events behind, no progress for ${Math.round(progressAgeSeconds)} s`,
            },
    };
  }
}
