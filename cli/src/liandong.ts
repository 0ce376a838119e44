import { Command } from 'commander';
import { auditCommand } from './commands/audit.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { deadLettersCommand } from './commands/dead-letters.js';
import { demoCommand } from './commands/demo.js';
import { keysCommand } from './commands/keys.js';
import { ledgerCommand } from './commands/ledger.js';
import { migrateCommand } from './commands/migrate.js';
import { profileCommand } from './commands/profile.js';

const program = new Command('liandong')
  .description('联动运维工具 / Liandong, for operators')
  .helpOption('-h, --help', '显示帮助 / this help')
  .addCommand(profileCommand())
  .addCommand(deadLettersCommand())
  .addCommand(ledgerCommand())
  .addCommand(keysCommand())
  .addCommand(auditCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(demoCommand())
  .addCommand(migrateCommand());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
