import { Counter, Gauge, Histogram } from 'prom-client';
import type { Outgoing } from '#contracts/catalogue.js';

/** Base units, no ids in labels. */
export const deadlineLag = new Histogram({
  name: 'liandong_deadline_lag_seconds',
  help: 'Domain time from a deadline to its firing',
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300, 3600],
});

export const escalationsRaised = new Counter({
  name: 'liandong_escalations_total',
  help: 'Escalations raised, by cause',
  labelNames: ['cause'] as const,
});

export const deadlinesPending = new Gauge({
  name: 'liandong_deadlines_pending',
  help: 'Deadlines that run, counted up to 100,000',
});

export const calendarCoverage = new Gauge({
  name: 'liandong_calendar_coverage_days',
  help: 'Whole days from today to the end of the official calendar; later deadlines are provisional',
});

export function countEscalations(events: readonly Outgoing[]): void {
  countCauses(events.flatMap((event) => (event.name === 'EscalationRaised' ? event.body.cause : [])));
}

export function countCauses(causes: readonly string[]): void {
  for (const cause of causes) escalationsRaised.inc({ cause });
}
