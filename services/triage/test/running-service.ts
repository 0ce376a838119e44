import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import type { Principal } from '#chassis/principal.js';
import { Sealer } from '#chassis/sealer.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import type { BodyOf, EventName } from '#contracts/catalogue.js';
import type { Decide, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { classifyByRules } from '../src/domain/classify-by-rules.js';
import { classifyWhenSubmitted } from '../src/domain/classify-when-submitted.js';
import type { TriageContext } from '../src/domain/triage-context.js';
import type { TriageState } from '../src/domain/triage-state.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { TriageModule } from '../src/triage.module.js';
import { submitted } from './lives.js';

export type Claims = Partial<Principal> & { readonly sub: string };

export interface Answer {
  readonly status: number;
  readonly body: any;
}

/** A database with the service's tables, an issuer, and the environment a process of the service starts with. */
export async function surroundings(env: Record<string, string> = {}) {
  const database = await ownDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'triage-'));
  const rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services: [{ schema, migrations }], rolePassword });
  const issuer = await createIssuer();
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
  return {
    database,
    issuer,
    env: {
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
      ...env,
    } as Record<string, string>,
    remove: async () => {
      rmSync(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/** The service as it runs with the committed profiles, on a database of its own; without a broker unless one is given. */
export class TestedService {
  private constructor(
    readonly database: OwnDatabase,
    readonly running: RunningService,
    private readonly issuer: Issuer,
    private readonly remove: () => Promise<void>,
  ) {}

  static async start(more: Record<string, string> = {}): Promise<TestedService> {
    const { database, issuer, env, remove } = await surroundings(more);
    const running = await startService({
      name: 'triage',
      module: TriageModule,
      config: readConfig(env),
      migrations: { schema, migrations },
      handleSignals: false,
    });
    return new TestedService(database, running, issuer, remove);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.remove();
  }

  seal(content: object): string {
    return this.running.app.get(Sealer, { strict: false }).seal(content);
  }

  async call(method: string, path: string, as: Claims, body?: object, headers = {}): Promise<Answer> {
    const answer = await fetch(this.running.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.issuer.mint(as)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }

  /** With the ETag of a request nobody holds yet. */
  act(id: string, act: string, as: Claims, body: object, headers = {}): Promise<Answer> {
    return this.call('POST', `/v1/requests/${id}/${act}`, as, body, { 'if-match': '"0.0"', ...headers });
  }

  /** As if the event had arrived. */
  async react(
    requestId: string,
    decide: Decide<TriageState, TriageContext>,
    eventId: string = randomUUID(),
  ): Promise<Outcome<TriageState>> {
    const shell: Shell<TriageState, TriageContext> = this.running.app.get(Shell, { strict: false });
    const [outcome] = await shell.handle([{ requestId, eventId, decide }]);
    return outcome as Outcome<TriageState>;
  }

  /** A request with these words arrives; its id. */
  async submit(text: string, more: Partial<BodyOf<'RequestSubmitted'>> = {}): Promise<string> {
    const requestId = more.requestId ?? randomUUID();
    const body = submitted({ sealed: this.seal({ text }), ...more, requestId });
    await this.react(requestId, (state, context) =>
      classifyWhenSubmitted(state, body, context, classifyByRules),
    );
    return requestId;
  }

  /** What the service has written about a request, in order. */
  async written(requestId: string): Promise<{ name: EventName; body: any }[]> {
    const { rows } = await this.database.pool.query(
      'select headers, value from triage.outbox where key = $1 order by id',
      [requestId],
    );
    return rows.map(({ headers, value }) => ({
      name: String(headers.ce_type).split('.')[1] as EventName,
      body: JSON.parse(value),
    }));
  }

  async state(requestId: string): Promise<(TriageState & { seq: number }) | undefined> {
    const { rows } = await this.database.pool.query(
      'select body, seq from triage.request where request_id = $1',
      [requestId],
    );
    return rows[0] && { ...rows[0].body, seq: rows[0].seq };
  }
}
