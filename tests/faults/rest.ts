import { setTimeout as sleep } from 'node:timers/promises';
import type { City } from './city.js';
import { WRITERS } from '../checker/stores.js';
import { sql } from './sql.js';

/** Longer than any back-off that the system lets grow. */
const GIVE_UP_MS = 180_000;
const LOOK_EVERY_MS = 150;
/** A deadline that is due for longer has not just come up. */
const OVERDUE_MS = 1_000;

export interface Recovery {
  readonly seconds: number;
  /** What was still waited for at the last look, where it did not come. */
  readonly still?: string;
}

interface Waiting {
  /** Services with rows in their outbox. */
  readonly outbox: readonly string[];
  readonly notices: number;
  readonly dueMs: number | null;
}

/**
 * Real seconds from `since` until all that stood on the topic then was read by every group, nothing from before waited in an
 * outbox, and no deadline was due for more than a second. The load may go on.
 */
export async function recovered(city: City, since: number): Promise<Recovery> {
  const until = Date.now() + GIVE_UP_MS;
  const seconds = () => (Date.now() - since) / 1000;
  let ends: ReadonlyMap<number, number> | undefined;
  let still = '';
  for (; Date.now() < until; await sleep(LOOK_EVERY_MS))
    try {
      const waiting = await stillWaiting(city, since);
      still = wordsOf(waiting);
      if (still) continue;
      // What waited in the outboxes stands on the topic now.
      ends ??= await city.topic.ends();
      const behind = await city.topic.behind(ends);
      if (behind.size === 0) return { seconds: seconds() };
      still = [...behind].map(([service, events]) => `${service} ${events} events behind`).join(', ');
    } catch {
      // Database or broker are still coming back.
    }
  return { seconds: seconds(), still: still || 'an answer of the database or the broker' };
}

/** Empty where nothing waits. */
const wordsOf = ({ outbox, dueMs }: Waiting): string =>
  [
    ...outbox.map((service) => `events in the outbox of ${service}`),
    ...(dueMs !== null && dueMs > OVERDUE_MS ? [`a deadline due for ${(dueMs / 1000).toFixed(1)} s`] : []),
  ].join(', ');

/** Nothing waits anywhere, seen twice. False where that does not come. */
export async function atRest(city: City): Promise<boolean> {
  const until = Date.now() + GIVE_UP_MS;
  let before = '';
  for (; Date.now() < until; await sleep(LOOK_EVERY_MS))
    try {
      const { outbox, notices, dueMs } = await stillWaiting(city, Infinity);
      const ends = await city.topic.ends();
      const idle = outbox.length === 0 && notices === 0 && dueMs === null;
      const rest = idle && (await city.topic.behind(ends)).size === 0;
      const now = rest ? [...ends].join() : '';
      if (rest && now === before) return true;
      before = now;
    } catch {
      before = '';
    }
  return false;
}

async function stillWaiting({ databaseUrl }: City, before: number): Promise<Waiting> {
  const at = Number.isFinite(before) ? `created_at <= to_timestamp(${before} / 1000.0)` : 'true';
  const [row] = await sql<Waiting>(
    databaseUrl,
    `select array_remove(array[${WRITERS.map((schema) => `(select '${schema}' from ${schema}.outbox where ${at} limit 1)`).join()}], null) as outbox,
       (select count(*)::int from (select 1 from notification.notice where state in ('pending', 'failed') limit 1) n) as notices,
       (select (extract(epoch from c.now - min(due_at)) * 1000 / c.rate)::float8
        from escalation.deadline, (select rate, base + case when mode = 'running'
            then (clock_timestamp() - real_base) * rate else interval '0' end as now from clock.setting) c
        where due_at <= c.now group by c.now, c.rate) as "dueMs"`,
  );
  return row!;
}
