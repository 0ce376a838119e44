import type { Logger } from 'typeorm';

/** TypeORM prints a failed migration to the console even with logging off; the error itself says it to whoever migrates. */
export class SilentLogger implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
