import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import type { Principal } from '#chassis/principal.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import type { EventName } from '#contracts/catalogue.js';
import type { Decide, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import type { IntakeContext } from '../src/domain/decide-with.js';
import type { RequestState } from '../src/domain/request-state.js';
import { IntakeModule } from '../src/intake.module.js';
import { audits, migrations, schema } from '../src/persistence/migrations.js';

export type Claims = Partial<Principal> & { readonly sub: string };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** The service as it runs with the profiles of the repository, on a database of its own, without a broker. */
export class TestedService {
  private constructor(
    readonly database: OwnDatabase,
    private readonly running: RunningService,
    private readonly folder: string,
    private readonly issuer: Issuer,
  ) {}

  static async start(): Promise<TestedService> {
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'intake-'));
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [{ schema, migrations, audits }], rolePassword });
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const config = readConfig({
      DATABASE_URL: roleUrl(database.url, schema, rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: 'profiles',
      JURISDICTIONS: JSON.stringify([
        { code: '310106', name: '静安区', profile: 'shanghai' },
        { code: '360323', name: '芦溪县', profile: 'luxi' },
      ]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN: 'internal-token-of-the-tests',
      LOG_LEVEL: 'silent',
    });
    const running = await startService({
      name: 'intake',
      module: IntakeModule,
      config,
      migrations: { schema, migrations },
      handleSignals: false,
    });
    return new TestedService(database, running, folder, issuer);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
  }

  async call(method: string, path: string, as: Claims, body?: object, headers = {}): Promise<Answer> {
    const answer = await fetch(`${this.running.url}/v1/requests${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.issuer.mint(as)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
  }

  /** As if the event had arrived. */
  async react(
    requestId: string,
    decide: Decide<RequestState, IntakeContext>,
  ): Promise<Outcome<RequestState>> {
    const shell: Shell<RequestState, IntakeContext> = this.running.app.get(Shell, { strict: false });
    const [outcome] = await shell.handle([{ requestId, eventId: randomUUID(), decide }]);
    return outcome as Outcome<RequestState>;
  }

  /** What the service has written about a request, in order. */
  async written(requestId: string): Promise<{ name: EventName; body: any }[]> {
    const { rows } = await this.database.pool.query(
      'select headers, value from intake.outbox where key = $1 order by id',
      [requestId],
    );
    return rows.map(({ headers, value }) => ({
      name: String(headers.ce_type).split('.')[1] as EventName,
      body: JSON.parse(value),
    }));
  }
}
