import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { RunningService } from '#chassis/start-service.js';
import type { Received } from '#contracts/catalogue.js';
import { BatchTransport } from '#eventlog/batch-transport.js';
import { createTopics, requestsTopic } from '#eventlog/topics.js';
import { ownBrokers, ownTopicPrefix } from '#testing/own-database.js';
import {
  type Answer,
  type Claims,
  type Surroundings,
  surroundings,
  TestedService,
} from '#testing/tested-service.js';
import { waitUntil } from '#testing/wait-until.js';
import { LedgerModule } from '../src/ledger.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { JURISDICTION } from './life.js';

/** The ledger as it runs, on a database and a topic of its own; the test writes the log. */
export class RunningLedger extends TestedService {
  private recorded = 0;

  private constructor(
    around: Surroundings,
    running: RunningService,
    readonly brokers: string[],
    readonly topic: string,
    readonly sealKey: Buffer,
    private readonly producer: Producer,
  ) {
    super(around, running);
  }

  static async start(): Promise<RunningLedger> {
    const brokers = ownBrokers();
    const prefix = ownTopicPrefix();
    const sealKey = randomBytes(32);
    const [around] = await Promise.all([
      surroundings(
        { schema, migrations },
        {
          KAFKA_BROKERS: brokers.join(','),
          TOPIC_PREFIX: prefix,
          PARTITIONS: '3',
          JURISDICTIONS: JSON.stringify([{ code: JURISDICTION, name: '静安区', profile: 'shanghai' }]),
          SEAL_KEYS: `k1:${sealKey.toString('base64')}`,
          CLOCK: 'virtual',
        },
      ),
      createTopics(brokers, prefix, 3),
    ]);
    await around.database.pool.query(
      `update clock.setting set mode = 'stepped', base = '2026-11-24T05:00:00Z', version = 1`,
    );
    const running = await this.run(around, { name: 'ledger', module: LedgerModule });
    const producer = new Kafka({ clientId: 'ledger-spec', brokers, logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    return new RunningLedger(around, running, brokers, requestsTopic(prefix), sealKey, producer);
  }

  override async stop(): Promise<void> {
    await this.producer.disconnect();
    await super.stop();
  }

  /** A second process of the service on the same database; resolves once it shares the topic with the first. */
  async replica(): Promise<RunningService> {
    const running = await TestedService.run(this.around, { name: 'ledger', module: LedgerModule });
    const { consumer } = running.app.get(BatchTransport, { strict: false });
    await waitUntil(() => consumer.health().connected, { what: 'the replica to have joined' });
    return running;
  }

  /** Writes the events, and waits until all that was ever written is read. */
  async record(events: readonly Received[]): Promise<void> {
    await this.write(events);
    this.recorded += events.length;
    await waitUntil(async () => (await this.handled()) === this.recorded, {
      what: 'the ledger to have read all',
    });
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

  get(path: string, as?: Claims, headers: Record<string, string> = {}): Promise<Answer> {
    return as ? this.call('GET', path, as, undefined, headers) : this.send('GET', path, headers);
  }

  async handled(): Promise<number> {
    const { rows } = await this.database.pool.query('select count(*)::int as n from ledger.inbox');
    return rows[0].n as number;
  }
}
