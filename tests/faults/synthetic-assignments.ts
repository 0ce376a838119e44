import { randomUUIDv7 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from 'kafkajs';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { waitUntil } from '#testing/wait-until.js';
import { RATE } from './city.js';
import type { Scene } from './scene.js';
import { sql } from './sql.js';

interface Example {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * For rows that play with escalation alone, on the clock that stands still: puts `requests` submissions and assignments on the
 * topic, as the other services would have told them, assigned at even distances over `seconds` (real) of the time to come.
 * Resolves with the number of deadlines set, once all are.
 */
export async function setDeadlines(scene: Scene, requests: number, seconds: number): Promise<number> {
  const { city } = scene;
  const [clock] = await sql<{ now: number }>(
    city.databaseUrl,
    'select (extract(epoch from base) * 1000)::float8 as now from clock.setting',
  );
  const submitted = example('RequestSubmitted');
  const assigned = example('RequestAssigned');
  const { jurisdiction, areas } = city.place;
  const areaCode = areas[0]!;
  const assignment = { ...(assigned.body['assignment'] as object), level: 'block', areaCode };
  const messages = Array.from({ length: requests }, (_, at) => {
    const requestId = randomUUIDv7();
    const time = new Date(clock!.now + (at / requests) * seconds * 1000 * RATE).toISOString();
    return [
      messageOf(submitted, requestId, time, { jurisdiction, areaCode }),
      messageOf(assigned, requestId, time, { assignment, severity: 'emergency' }),
    ];
  });
  const before = await openOnes(scene);
  await city.topic.putAgain(messages.flat(), () => 1);
  await waitUntil(async () => (await openOnes(scene)) === before + requests, {
    ...{ what: `${requests} assignments read`, timeoutMs: 300_000, everyMs: 250 },
  });
  return pendingDeadlines(scene);
}

export async function pendingDeadlines({ city }: Scene): Promise<number> {
  const [row] = await sql<{ n: number }>(
    city.databaseUrl,
    'select count(*)::int as n from escalation.deadline',
  );
  return row!.n;
}

async function openOnes({ city }: Scene): Promise<number> {
  const [row] = await sql<{ n: number }>(
    city.databaseUrl,
    `select count(*)::int as n from escalation.request where body->>'status' = 'open'`,
  );
  return row!.n;
}

const example = (name: string): Example =>
  JSON.parse(
    readFileSync(join(repositoryRoot, `libs/contracts/examples/${name}.v1.json`), 'utf8'),
  ) as Example;

function messageOf({ headers, body }: Example, requestId: string, time: string, changes: object): Message {
  return {
    key: requestId,
    headers: {
      ...headers,
      ...{
        ce_id: randomUUIDv7(),
        ce_subject: requestId,
        ce_partitionkey: requestId,
        ce_time: time,
        ce_sequence: '1',
      },
    },
    value: JSON.stringify({ ...body, requestId, ...changes }),
  };
}
