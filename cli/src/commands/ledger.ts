import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { READY_FILE, readReady } from '../start/ready-file.js';

/** The command line imports no service: the ledger's own program does it, in a process of its own. */
const PROGRAM = join(repositoryRoot, 'dist/services/ledger/src/rebuild/rebuild.main.js');

/** `liandong ledger rebuild`: the ledger again from the topic, beside the live one, which goes on meanwhile. */
export function ledgerCommand(): Command {
  const command = new Command('ledger').description('台账 / the ledger');
  command
    .command('rebuild')
    .description(
      '从日志重建台账并换上 / rebuild it from the topic and put it in place; the service goes on meanwhile\n' +
        'DATABASE_URL (administrator), KAFKA_BROKERS, TOPIC_PREFIX; default: the running demo’s',
    )
    .option(
      '--check',
      '只比较、不更换;有差别时退出码为 1 / only compare, change nothing; exit code 1 if they differ',
    )
    .action(async ({ check }: { check?: boolean }) => {
      process.exitCode = await runProgram(check ? [] : ['--swap'], environment());
    });
  return command;
}

// Both from one place: the database of one installation and the log of another would make a ledger of neither.
function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, KAFKA_BROKERS } = process.env;
  if (DATABASE_URL && KAFKA_BROKERS) return process.env;
  if (DATABASE_URL || KAFKA_BROKERS)
    throw new Error(
      '请同时给 DATABASE_URL 与 KAFKA_BROKERS / give both DATABASE_URL and KAFKA_BROKERS, or neither',
    );
  const ready = readReady(READY_FILE);
  if (!ready)
    throw new Error(
      '没有正在运行的演示:请设 DATABASE_URL 与 KAFKA_BROKERS / no demo is running here: set DATABASE_URL and KAFKA_BROKERS',
    );
  return { ...process.env, DATABASE_URL: ready.database.url, KAFKA_BROKERS: ready.kafka.brokers.join(',') };
}

/** @returns the program's exit code */
function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM, ...args], {
    env,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
