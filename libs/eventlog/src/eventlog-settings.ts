import type { Pool } from 'pg';
import type { KafkaSecurity } from './kafka-security.js';

/**
 * What the event log needs from its surroundings, provided once and globally by whoever starts the service:
 * `{ provide: EVENTLOG_SETTINGS, useFactory: (config, pool, clock): EventlogSettings => …, inject: […] }`.
 */
export const EVENTLOG_SETTINGS = Symbol('EVENTLOG_SETTINGS');

export interface EventlogSettings {
  /** `host:port` of each broker. */
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity;
  /** Put before topic and group names, so that several installations can share a cluster. */
  readonly topicPrefix: string;
  /** Partitions of the topic: those that are written to, and how many batches may be in hand at once. */
  readonly partitions: number;
  /** Domain time, epoch ms. */
  readonly clock: { now(): number };
  /** The service's own role. One connection of it is held by the relay. */
  readonly pool: Pool;
}
