import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { within } from '#eventlog/within.js';
import { EventlogStatus } from './eventlog-status.js';
import { Lifecycle } from './lifecycle.js';
import { ServiceIdentity } from './service-identity.js';

export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly status: 'ready' | 'not_ready' | 'draining';
  readonly service: string;
  readonly checks: Readonly<Record<string, Check>>;
}

/** A part that hangs with its connections open is as good as away; whoever asks is told soon. */
const ANSWERS_WITHIN_MS = 5_000;

/** Whether the service can do its work now: database, migrations, broker, consumer's progress. */
@Injectable()
export class ReadinessProbe {
  readonly #others: { readonly name: string; readonly check: () => Promise<void> }[] = [];

  constructor(
    private readonly identity: ServiceIdentity,
    private readonly lifecycle: Lifecycle,
    private readonly pool: Pool,
    private readonly eventlog: EventlogStatus,
  ) {}

  /** One thing more to be there; the check rejects while it is not. */
  add(name: string, check: () => Promise<void>): void {
    this.#others.push({ name, check });
  }

  async read(): Promise<Readiness> {
    const [database, migrations, eventlog, others] = await Promise.all([
      this.#database(),
      this.#migrations(),
      this.#eventlog(),
      this.#rest(),
    ]);
    const checks = { database, migrations, ...eventlog, ...others };
    const ok = Object.values(checks).every((check) => check.ok);
    const status = this.lifecycle.draining ? 'draining' : ok ? 'ready' : 'not_ready';
    return { status, service: this.identity.name, checks };
  }

  async #rest(): Promise<Record<string, Check>> {
    const found = this.#others.map(async ({ name, check }) => {
      const answer = await this.#checked(async () => {
        await check();
        return { ok: true };
      });
      return [name, answer] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  }

  #database(): Promise<Check> {
    return this.#checked(async () => {
      await this.pool.query('select 1');
      return { ok: true };
    });
  }

  #migrations(): Promise<Check> {
    return this.#checked(async () => {
      const expected = this.identity.migrations;
      if (!expected) return { ok: true, detail: 'none expected' };
      const names = expected.migrations.map((one) => nameOf(one));
      const { rows } = await this.pool.query<{ name: string }>(
        `select name from "${expected.schema.replaceAll('"', '""')}".migration`,
      );
      const applied = new Set(rows.map((row) => row.name));
      const missing = names.filter((name) => !applied.has(name));
      return missing.length === 0
        ? { ok: true }
        : { ok: false, detail: `${missing.length} not applied: run the migration step` };
    });
  }

  async #eventlog(): Promise<Record<string, Check>> {
    try {
      return await this.eventlog.checks();
    } catch {
      return { broker: { ok: false, detail: 'no answer' } };
    }
  }

  async #checked(check: () => Promise<Check>): Promise<Check> {
    try {
      return await within(ANSWERS_WITHIN_MS, check());
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      return { ok: false, detail: typeof code === 'string' ? code : 'no answer' };
    }
  }
}

/** The name TypeORM writes down: the instance's own, else the class's. */
function nameOf(migration: unknown): string {
  const type = migration as new () => { name?: string };
  return new type().name ?? type.name;
}
