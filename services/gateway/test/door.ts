import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import type { RunningService } from '#chassis/start-service.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { startGateway } from '../src/start-gateway.js';
import { SmallService } from './small-service.js';

const NAMES = ['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'] as const;
/** What the clock of the installation says at first. */
export const AT = Date.parse('2026-11-24T02:00:00.000Z');

/** A gateway before six small services, on a database of its own. */
export class Door {
  private constructor(
    readonly database: OwnDatabase,
    readonly services: Record<(typeof NAMES)[number], SmallService>,
    private readonly issuer: Issuer,
    private readonly folder: string,
    private readonly configured: (clock: 'real' | 'virtual') => Config,
    private gateway: RunningService,
  ) {}

  static async open(): Promise<Door> {
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [], rolePassword });
    await database.pool.query(`update clock.setting set mode = 'stepped', base = $1, version = 1`, [
      new Date(AT),
    ]);
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const started = await Promise.all(NAMES.map((name) => SmallService.start(name)));
    const services = Object.fromEntries(started.map((one) => [one.name, one])) as Door['services'];
    // As services do that read the setting when they start.
    for (const one of started) one.clock = { now: AT, version: 1 };
    const configured = (clock: 'real' | 'virtual') =>
      readConfig({
        DATABASE_URL: roleUrl(database.url, 'gateway', rolePassword),
        KAFKA_BROKERS: '127.0.0.1:1',
        PROFILES_DIR: 'profiles',
        AUTH_ISSUER: issuer.issuer,
        AUTH_AUDIENCE: issuer.audience,
        AUTH_JWKS_FILE: join(folder, 'jwks.json'),
        SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        INTERNAL_TOKEN: 'internal-token-of-the-tests',
        CLOCK: clock,
        LOG_LEVEL: 'silent',
        ...Object.fromEntries(started.map(({ name, url }) => [`${name.toUpperCase()}_URL`, url])),
      });
    const gateway = await startGateway(configured('virtual'), { handleSignals: false });
    return new Door(database, services, issuer, folder, configured, gateway);
  }

  get url(): string {
    return this.gateway.url;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
  }

  async as(role: 'admin' | 'resident') {
    return { authorization: `Bearer ${await this.issuer.mint({ sub: `${role}-1`, role })}` };
  }

  /** The gateway, started anew. */
  async restart(clock: 'real' | 'virtual'): Promise<void> {
    await this.gateway.stop();
    this.gateway = await startGateway(this.configured(clock), { handleSignals: false });
  }

  async close(): Promise<void> {
    await this.gateway.stop();
    await Promise.all(Object.values(this.services).map((one) => one.stop()));
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
  }
}
