import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { migrate, type RolePassword, type ServiceMigrations } from '#chassis/migrate.js';
import { grantAccess } from '#eventlog/grant-access.js';
import type { KafkaSecurity } from '#eventlog/kafka-security.js';
import { createTopics } from '#eventlog/topics.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { type FirstClock, setFirstClock } from './first-clock.js';
import { STORING_SERVICES } from './storing-services.js';

export interface StoreOptions {
  readonly databaseUrl: string;
  readonly kafkaBrokers: readonly string[];
  readonly kafkaSecurity?: KafkaSecurity;
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly rolePassword: RolePassword;
  readonly clock: FirstClock;
}

/**
 * The explicit step before any service starts: schemas, roles and tables in PostgreSQL, topics and who may use them in
 * Kafka. Safe to repeat.
 */
export async function prepareStores(options: StoreOptions): Promise<void> {
  const services = await Promise.all(STORING_SERVICES.map(loadMigrations));
  await Promise.all([
    migrate({ adminUrl: options.databaseUrl, services, rolePassword: options.rolePassword }),
    prepareLog(options),
  ]);
  await setFirstClock(options.databaseUrl, options.clock);
}

async function prepareLog(options: StoreOptions): Promise<void> {
  const { kafkaBrokers: brokers, kafkaSecurity: security = {}, topicPrefix, partitions } = options;
  await createTopics(brokers, topicPrefix, partitions, security);
  if (security.sasl) await grantAccess({ brokers, security }, topicPrefix, STORING_SERVICES);
}

// By file, not by import: a library does not depend on the services, it only finds what they bring along.
async function loadMigrations(name: string): Promise<ServiceMigrations> {
  const file = join(repositoryRoot, `dist/services/${name}/src/persistence/migrations.js`);
  return (await import(pathToFileURL(file).href)) as ServiceMigrations;
}
