import { Command } from 'commander';
import { readKafkaSecurity } from '#eventlog/kafka-security.js';
import { backUp, type BackupOptions } from '#local-system/backup/back-up.js';
import { restore } from '#local-system/backup/restore.js';
import { READY_FILE, readReady } from '../start/ready-file.js';

const VARIABLES = 'DATABASE_URL (administrator), KAFKA_BROKERS, TOPIC_PREFIX';

/** `liandong backup FILE`: all tables as of one moment, and where the consumers stand, while the services go on. */
export function backupCommand(): Command {
  return new Command('backup')
    .argument('<file>')
    .description(
      `备份全部数据,服务照常运行 / all data as of one moment, while the services go on; keys are not in it\n${VARIABLES}; default: the running demo’s`,
    )
    .action(async (file: string) => {
      const rows = await backUp(optionsOf(file));
      process.stdout.write(`${rows} 行 / rows\n`);
    });
}

/** `liandong restore FILE`: into a database that was migrated and not used yet. */
export function restoreCommand(): Command {
  return new Command('restore')
    .argument('<file>')
    .description(
      `恢复到已建表的空库,先停服务 / into a migrated, empty database; the services must not run\n${VARIABLES}`,
    )
    .action(async (file: string) => {
      if (!process.env['DATABASE_URL'])
        throw new Error('请设 DATABASE_URL 与 KAFKA_BROKERS / set DATABASE_URL and KAFKA_BROKERS');
      const rows = await restore(optionsOf(file));
      process.stdout.write(`${rows} 行 / rows\n`);
    });
}

function optionsOf(file: string): BackupOptions {
  const { DATABASE_URL, KAFKA_BROKERS, TOPIC_PREFIX } = process.env;
  const ready = DATABASE_URL && KAFKA_BROKERS ? undefined : readReady(READY_FILE);
  const databaseUrl = DATABASE_URL ?? ready?.database.url;
  const brokers = KAFKA_BROKERS?.split(',') ?? ready?.kafka.brokers;
  // Both from one place: offsets of another installation's log would be worse than none.
  if (!databaseUrl || !brokers || (!ready && !KAFKA_BROKERS) || (ready && (DATABASE_URL || KAFKA_BROKERS)))
    throw new Error('请同时设 DATABASE_URL 与 KAFKA_BROKERS / set both DATABASE_URL and KAFKA_BROKERS');
  const faults: string[] = [];
  const security = readKafkaSecurity(process.env, faults);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return { databaseUrl, file, log: { brokers, security, topicPrefix: TOPIC_PREFIX ?? '' } };
}
