import { Command } from 'commander';
import pg from 'pg';
import { readAnchor, verifyAudit } from '#chassis/verify-audit.js';
import { READY_FILE, readReady } from '../start/ready-file.js';

/** Who read personal data in full: whether the record of it is whole. */
export function auditCommand(): Command {
  const command = new Command('audit').description('读取审计 / the audit of full readings');
  command
    .command('verify')
    .description(
      '核对审计链;有改动时退出码为 1 / follow the chain; exit code 1 if a row was altered, removed, inserted, swapped\n' +
        'or cut off. DATABASE_URL (administrator); default: the running demo’s',
    )
    .option(
      '--anchor <seq:hash...>',
      '日志中的锚点(“audit anchor …”) / anchors out of the logs: what a rewritten or shortened chain cannot match',
    )
    .action(async ({ anchor = [] }: { anchor?: string[] }) => {
      const anchors = anchor.map(readAnchor);
      const client = new pg.Client({ connectionString: databaseUrl() });
      await client.connect();
      try {
        const { count, head, faults } = await verifyAudit(client, anchors);
        for (const { seq, what } of faults) process.stdout.write(`${seq}: ${what}\n`);
        process.stdout.write(
          `${count} 条 / rows, ${faults.length} 处不符 / faults, anchor ${head.seq}:${head.hash}\n`,
        );
        process.exitCode = faults.length === 0 ? 0 : 1;
      } finally {
        await client.end();
      }
    });
  return command;
}

function databaseUrl(): string {
  const url = process.env['DATABASE_URL'] ?? readReady(READY_FILE)?.database.url;
  if (!url)
    throw new Error('没有正在运行的演示:请设 DATABASE_URL / no demo is running here: set DATABASE_URL');
  return url;
}
