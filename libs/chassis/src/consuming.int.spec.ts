import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventlogTables } from '#eventlog/eventlog-tables.js';
import { createTopics } from '#eventlog/topics.js';
import { type OwnDatabase, ownBrokers, ownDatabase, ownTopicPrefix } from '#testing/own-database.js';
import { waitUntil } from '#testing/wait-until.js';
import { CounterModule } from '../test/counter-service.js';
import { type ProbeConfig, probeConfig } from '../test/probe-config.js';
import { derivedRolePassword, migrate, roleUrl } from './migrate.js';
import { type RunningService, startService } from './start-service.js';

class Tables1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(eventlogTables('triage'));
  }
  async down(): Promise<void> {}
}

let database: OwnDatabase;
let probe: ProbeConfig;
let service: RunningService;

beforeAll(async () => {
  database = await ownDatabase();
  probe = await probeConfig();
  const topicPrefix = ownTopicPrefix();
  const rolePassword = derivedRolePassword(database.url);
  const migrations = { schema: 'triage', migrations: [Tables1700000000001] };
  await Promise.all([
    migrate({ adminUrl: database.url, services: [migrations], rolePassword }),
    createTopics(ownBrokers(), topicPrefix, 4),
  ]);
  const config = probe.config({
    DATABASE_URL: roleUrl(database.url, 'triage', rolePassword),
    KAFKA_BROKERS: ownBrokers().join(','),
    TOPIC_PREFIX: topicPrefix,
    PARTITIONS: '4',
  });
  service = await startService({
    name: 'triage',
    module: CounterModule,
    config,
    migrations,
    handleSignals: false,
  });
}, 60_000);

afterAll(async () => {
  await service?.stop();
  probe?.remove();
  await database?.drop();
}, 30_000);

describe('a service with an event log', () => {
  it('becomes ready when it is in the group', async () => {
    await waitUntil(async () => (await fetch(`${service.url}/readyz`)).status === 200);
    const { checks } = (await (await fetch(`${service.url}/readyz`)).json()) as { checks: object };
    expect(Object.keys(checks).toSorted()).toEqual(['broker', 'database', 'migrations', 'progress', 'store']);
  }, 60_000);

  it('reacts to what it said: guards, pipes and filters of the door are not in the way of events', async () => {
    const id = randomUUID();
    const token = await probe.issuer.mint({ sub: 'o-1', role: 'officer' });
    const say = async () => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
      const response = await fetch(`${service.url}/v1/requests/${id}/say`, { method: 'POST', headers });
      return (await response.json()) as { heard: number };
    };
    expect(await say()).toEqual({ heard: 0 });
    const heard = async () => {
      const { rows } = await database.pool.query<{ heard: number }>(
        "select (body->>'heard')::int as heard from triage.request where request_id = $1",
        [id],
      );
      return rows[0]?.heard === 1;
    };
    await waitUntil(heard);
    const headers = { 'x-internal-token': probe.env['INTERNAL_TOKEN']! };
    const wrong = await fetch(`${service.url}/internal/progress?reach=all`, { headers });
    expect(wrong.status).toBe(400);
    let reach = '';
    await waitUntil(async () => {
      const answer = await fetch(`${service.url}/internal/progress?reach=${reach}`, { headers });
      const progress = (await answer.json()) as {
        outboxPending: number;
        inFlight: number;
        produced: object;
        consumed: object;
      };
      reach = Object.entries(progress.produced)
        .map(([partition, end]) => `${partition}:${end}`)
        .join(',');
      const sum = (offsets: object) => Object.values(offsets).reduce((a: number, b: number) => a + b, 0);
      return (
        progress.outboxPending === 0 &&
        progress.inFlight === 0 &&
        sum(progress.consumed) === sum(progress.produced)
      );
    });
  }, 60_000);
});
