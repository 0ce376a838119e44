import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer } from '#chassis/mint-token.js';
import type { Principal } from '#chassis/principal.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import type { Received } from '#contracts/catalogue.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { type OwnDatabase, ownBrokers, ownDatabase, ownTopicPrefix } from '#testing/own-database.js';
import { LedgerModule } from '../src/ledger.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { JURISDICTION } from './life.js';

export type Claims = Partial<Principal> & { readonly sub: string };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** The ledger as it runs, on a database and a topic of its own; the test writes the log. */
export class RunningLedger {
  private constructor(
    readonly database: OwnDatabase,
    readonly running: RunningService,
    readonly brokers: string[],
    readonly topic: string,
    readonly sealKey: Buffer,
    private readonly producer: Producer,
    private readonly folder: string,
    private readonly mint: (claims: Claims) => Promise<string>,
  ) {}

  static async start(): Promise<RunningLedger> {
    const brokers = ownBrokers();
    const prefix = ownTopicPrefix();
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    const rolePassword = derivedRolePassword(database.url);
    await Promise.all([
      createTopics(brokers, prefix, 3),
      migrate({ adminUrl: database.url, services: [{ schema, migrations }], rolePassword }),
    ]);
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const sealKey = randomBytes(32);
    const config = readConfig({
      DATABASE_URL: roleUrl(database.url, schema, rolePassword),
      KAFKA_BROKERS: brokers.join(','),
      TOPIC_PREFIX: prefix,
      PARTITIONS: '3',
      PROFILES_DIR: 'profiles',
      JURISDICTIONS: JSON.stringify([{ code: JURISDICTION, name: '静安区', profile: 'shanghai' }]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${sealKey.toString('base64')}`,
      INTERNAL_TOKEN: 'internal-token-of-the-tests',
      CLOCK: 'virtual',
      LOG_LEVEL: 'silent',
    });
    await database.pool.query(
      `update clock.setting set mode = 'stepped', base = '2026-11-24T05:00:00Z', version = 1`,
    );
    const running = await startService({
      name: 'ledger',
      module: LedgerModule,
      config,
      migrations: { schema, migrations },
      handleSignals: false,
    });
    const producer = new Kafka({ clientId: 'ledger-spec', brokers, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const topic = requestsTopic(prefix);
    return new RunningLedger(database, running, brokers, topic, sealKey, producer, folder, (claims) =>
      issuer.mint(claims),
    );
  }

  async stop(): Promise<void> {
    await this.producer.disconnect();
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
  }

  async write(events: readonly Received[]): Promise<void> {
    await this.producer.send({
      topic: this.topic,
      messages: events.map(({ id, name, time, source, sequence, body }) => ({
        key: body.requestId,
        value: JSON.stringify(body),
        headers: {
          ce_specversion: '1.0',
          ce_id: id,
          ce_type: `liandong.${name}.v1`,
          ce_source: source,
          ce_subject: body.requestId,
          ce_time: time,
          ce_sequence: String(sequence),
          'content-type': 'application/json',
        },
      })),
    });
  }

  async get(path: string, as?: Claims, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.running.url + path, {
      headers: { ...(as ? { authorization: `Bearer ${await this.mint(as)}` } : {}), ...headers },
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
  }

  async handled(): Promise<number> {
    const { rows } = await this.database.pool.query('select count(*)::int as n from ledger.inbox');
    return rows[0].n as number;
  }
}
