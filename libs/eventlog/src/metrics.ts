import { Counter, Gauge } from 'prom-client';
import type { Outcome } from './input.js';

/** Base units, no ids in labels. Registered once per process in the default registry. */
export const handledEvents = new Counter({
  name: 'liandong_events_handled_total',
  help: 'Events handled, by outcome',
  labelNames: ['name', 'outcome'] as const,
});

export const duplicatesDropped = new Counter({
  name: 'liandong_duplicates_dropped_total',
  help: 'Events delivered again and dropped by the inbox',
});

export const deadLettersParked = new Gauge({
  name: 'liandong_dead_letters_parked',
  help: 'Events parked in the dead letters, those waiting behind one included',
});

export const outboxPending = new Gauge({
  name: 'liandong_outbox_pending_events',
  help: 'Events committed and not yet acknowledged by the broker',
});

export const outboxOldestAge = new Gauge({
  name: 'liandong_outbox_oldest_age_seconds',
  help: 'Age of the oldest event in the outbox',
});

export const consumerLag = new Gauge({
  name: 'liandong_consumer_lag_events',
  help: 'Events on the topic that this process has not consumed, over its partitions',
});

export const consumerProgressAge = new Gauge({
  name: 'liandong_consumer_progress_age_seconds',
  help: 'Time since the consumer last moved on while it lags; 0 without lag',
});

export function countDuplicates(outcomes: readonly Outcome<unknown>[]): void {
  for (const { kind } of outcomes) if (kind === 'duplicate') duplicatesDropped.inc();
}
