import { Command } from 'commander';
import { serviceNames } from '#chassis/config.js';
import { insecureDefaults } from '#chassis/insecure-defaults.js';
import { readKafkaSecurity } from '#eventlog/kafka-security.js';
import { prepareStores } from '#local-system/prepare-stores.js';

/** The explicit step before the services start where they are run by other means than `npm start` (docker-compose.yml). */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description(
      '建库表、角色与主题;可重复 / schemas, roles, topics; safe to repeat\n' +
        `DATABASE_URL (administrator), KAFKA_BROKERS, KAFKA_SASL_…, KAFKA_SSL…, ${serviceNames.map(variableOf).join(', ')}, TOPIC_PREFIX, PARTITIONS`,
    )
    .action(async () => {
      const needed = ['DATABASE_URL', 'KAFKA_BROKERS', ...serviceNames.map(variableOf)];
      const missing = needed.filter((name) => !process.env[name]);
      if (missing.length > 0) throw new Error(`缺少环境变量 / missing: ${missing.join(', ')}`);
      const faults: string[] = [];
      const kafkaSecurity = readKafkaSecurity(process.env, faults);
      if (process.env['DEMO'] !== '1')
        for (const name of insecureDefaults(process.env))
          faults.push(`${name} is the default that everybody knows`);
      if (faults.length > 0) throw new Error(faults.join('; '));
      await prepareStores({
        databaseUrl: process.env['DATABASE_URL']!,
        kafkaBrokers: process.env['KAFKA_BROKERS']!.split(','),
        kafkaSecurity,
        rolePassword: (schema) => process.env[variableOf(schema)]!,
        topicPrefix: process.env['TOPIC_PREFIX'] ?? '',
        partitions: Number(process.env['PARTITIONS'] ?? 48),
        clock: { mode: 'real' },
      });
      process.stdout.write('完成 / done\n');
    });
}

/** The password of a service's role; the same stands in the `DATABASE_URL` the service is given. */
const variableOf = (service: string): string => `ROLE_PASSWORD_${service.toUpperCase()}`;
