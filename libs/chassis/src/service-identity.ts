import type { ServiceMigrations } from './migrate.js';

/** Which service this process is. */
export class ServiceIdentity {
  constructor(
    readonly name: string,
    /** What `/readyz` expects to have been applied; unknown where the service did not say. */
    readonly migrations?: ServiceMigrations,
  ) {}
}
