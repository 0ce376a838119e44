import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import { grantAccess } from '#eventlog/grant-access.js';
import { kafkaClient } from '#eventlog/kafka-client.js';
import type { KafkaSecurity } from '#eventlog/kafka-security.js';
import { consumerGroup, createTopics, requestsTopic } from '#eventlog/topics.js';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { waitUntil } from '#testing/wait-until.js';
import { type Alone, startAlone } from './alone.js';
import { type MigratedDatabase, migratedDatabase } from './migrated-database.js';
import { environmentOf, loginOf, type SecuredKafka, startSecuredKafka } from './secured-kafka.js';

const TOPIC = requestsTopic('');
// Being refused is what is asked for here; kafkajs tells of each.
Logger.overrideLogger(false);

describe('row 11: a broker with SASL and ACLs, as in docker-compose.secured-kafka.yml', () => {
  let kafka: SecuredKafka;
  let database: MigratedDatabase;
  let issuer: Issuer;
  let folder: string;
  let services: Alone[] = [];

  beforeAll(async () => {
    [kafka, database, issuer] = await Promise.all([startSecuredKafka(), migratedDatabase(), createIssuer()]);
    const access = { brokers: kafka.brokers, security: loginOf('prepare') };
    await createTopics(access.brokers, '', 3, access.security);
    for (let again = 0; again < 2; again += 1) await grantAccess(access, '', STORING_SERVICES);
    folder = mkdtempSync(join(tmpdir(), 'secured-'));
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const { SEAL_KEYS, JURISDICTIONS } = environmentOf('intake');
    services = await Promise.all(
      (['intake', 'ledger'] as const).map((name) => {
        const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = environmentOf(name);
        return startAlone(name, {
          DATABASE_URL: database.urlOf(name),
          KAFKA_BROKERS: kafka.brokers.join(),
          PARTITIONS: '3',
          ...{ KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD },
          ...{ SEAL_KEYS, JURISDICTIONS, DEMO: '1' },
          AUTH_ISSUER: issuer.issuer,
          AUTH_AUDIENCE: issuer.audience,
          AUTH_JWKS_FILE: join(folder, 'jwks.json'),
        } as Record<string, string>);
      }),
    );
  }, 240_000);
  afterAll(async () => {
    await Promise.all(services.map((one) => one.stop()));
    await kafka?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  }, 90_000);

  const fault = async (
    security: KafkaSecurity,
    run: (client: ReturnType<typeof kafkaClient>) => Promise<unknown>,
  ) => {
    try {
      await run(kafkaClient({ brokers: kafka.brokers, security }, `spec-${randomUUID()}`, 2));
      return 'none';
    } catch (error) {
      const { type, name, message } = error as { type?: string; name: string; message: string };
      return `${type ?? ''} ${name} ${message}`;
    }
  };
  const write = (security: KafkaSecurity) =>
    fault(security, async (client) => {
      const producer = client.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      try {
        await producer.send({ topic: TOPIC, messages: [{ key: 'k', value: 'not an event' }] });
      } finally {
        await producer.disconnect();
      }
    });

  it('what intake says reaches the ledger, each as itself', async () => {
    const [intake, ledger] = services.map(({ url }) => url);
    const token = await issuer.mint({ sub: 'resident-1', role: 'resident', jurisdiction: '310106' });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ channel: 'app', areaCode: '310106', text: '路灯坏了。' });
    const taken = await fetch(`${intake}/v1/requests`, { method: 'POST', headers, body });
    expect(taken.status).toBe(201);
    const { id } = (await taken.json()) as { id: string };
    await waitUntil(async () => (await fetch(`${ledger}/v1/requests/${id}`, { headers })).ok, {
      what: 'the request in the ledger',
    });
    for (const url of [intake, ledger])
      await waitUntil(async () => (await fetch(`${url}/readyz`)).ok, { what: 'readiness' });
  });

  it('nobody gets in without a password, or with a wrong one', async () => {
    expect(await write({})).toMatch(/Connection|closed|disconnected/i);
    expect(
      await write({ sasl: { mechanism: 'plain', username: 'liandong_intake', password: 'guessed' } }),
    ).toMatch(/SASL/);
  });

  it('who only reads cannot write', async () => {
    expect(await write(loginOf('ledger'))).toMatch(/TOPIC_AUTHORIZATION_FAILED/);
  });

  it('nobody takes another’s place in its group, or another topic, or grants', async () => {
    const triage = loginOf('triage');
    const joined = await fault(triage, async (client) => {
      const admin = client.admin();
      await admin.connect();
      try {
        await admin.fetchOffsets({ groupId: consumerGroup('', 'ledger'), topics: [TOPIC] });
      } finally {
        await admin.disconnect();
      }
    });
    expect(joined).not.toBe('none');
    const make = (security: KafkaSecurity) =>
      fault(security, async (client) => {
        const admin = client.admin();
        await admin.connect();
        try {
          await admin.createTopics({ topics: [{ topic: 'own', numPartitions: 1 }] });
        } finally {
          await admin.disconnect();
        }
      });
    expect(await make(triage)).not.toBe('none');
    expect(await make(loginOf('prepare'))).toBe('none');
    const granted = await fault(triage, () =>
      grantAccess({ brokers: kafka.brokers, security: triage }, '', ['triage']),
    );
    expect(granted).not.toBe('none');
  });
});
