import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '#chassis/clock.js';
import { readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl } from '#chassis/migrate.js';
import { createIssuer } from '#chassis/mint-token.js';
import type { Principal } from '#chassis/principal.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import type { EventName } from '#contracts/catalogue.js';
import type { Decide, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import type { EscalationContext } from '../src/domain/context.js';
import type { EscalationState } from '../src/domain/escalation-state.js';
import { rememberWhenSubmitted } from '../src/domain/remember-when-submitted.js';
import { setDeadlinesWhenAssigned } from '../src/domain/set-deadlines-when-assigned.js';
import { EscalationModule } from '../src/escalation.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { assigned, profile, submitted, TUESDAY_10 } from './world.js';

export type Claims = Partial<Principal> & { readonly sub: string };
export const INTERNAL_TOKEN = 'internal-token-of-the-tests';

/** The service as it runs, on a database of its own and a stepped clock; without a broker unless one is given. */
export class TestedService {
  private version = 1;

  private constructor(
    readonly database: OwnDatabase,
    readonly running: RunningService,
    private readonly folder: string,
    private readonly mint: (claims: Claims) => Promise<string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TestedService> {
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'escalation-'));
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [{ schema, migrations }], rolePassword });
    await database.pool.query(
      `insert into clock.setting (id, mode, rate, base, real_base, version) values (1, 'stepped', 1, $1, $1, 1)
       on conflict (id) do update set mode = excluded.mode, base = excluded.base, real_base = excluded.real_base, version = 1`,
      [TUESDAY_10],
    );
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    mkdirSync(join(folder, 'profiles'));
    writeFileSync(join(folder, 'profiles', 'sample.yaml'), JSON.stringify(profile));
    const config = readConfig({
      DATABASE_URL: roleUrl(database.url, schema, rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: join(folder, 'profiles'),
      JURISDICTIONS: JSON.stringify([{ code: '310106', name: '静安区', profile: 'sample' }]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN,
      LOG_LEVEL: 'silent',
      CLOCK: 'virtual',
      ...env,
    });
    const running = await startService({
      name: 'escalation',
      module: EscalationModule,
      config,
      migrations: { schema, migrations },
      handleSignals: false,
    });
    return new TestedService(database, running, folder, (claims) => issuer.mint(claims));
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
  }

  get shell(): Shell<EscalationState, EscalationContext> {
    return this.running.app.get(Shell, { strict: false });
  }

  async call(method: string, path: string, as: Claims, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(this.running.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.mint(as)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }

  act(id: string, path: string, as: Claims, body: unknown, headers: Record<string, string> = {}) {
    return this.call('POST', `/v1/requests/${id}/${path}`, as, body, { 'if-match': '"1.1"', ...headers });
  }

  /** As if the event had arrived. */
  async react(requestId: string, decide: Decide<EscalationState, EscalationContext>) {
    const [outcome] = await this.shell.handle([{ requestId, eventId: randomUUID(), decide }]);
    return outcome as Outcome<EscalationState>;
  }

  /** A request held by the village since Tuesday 10:00. */
  async held(assignment: Parameters<typeof assigned>[0] = {}, time = TUESDAY_10): Promise<string> {
    const requestId = randomUUID();
    await this.react(requestId, (state) => rememberWhenSubmitted(state, { ...submitted(), requestId }));
    const body = { ...assigned(assignment), requestId };
    await this.react(requestId, (state, context) => setDeadlinesWhenAssigned(state, { body, time }, context));
    return requestId;
  }

  /** Sets the stepped clock and does what is due then. */
  async advance(to: string): Promise<number> {
    this.version += 1;
    this.running.app
      .get(Clock)
      .set({ mode: 'stepped', rate: 1, base: Date.parse(to), realBase: 0, version: this.version });
    const answer = await fetch(`${this.running.url}/internal/tick`, {
      method: 'POST',
      headers: { 'x-internal-token': INTERNAL_TOKEN },
    });
    return ((await answer.json()) as { fired: number }).fired;
  }

  async written(
    requestId: string,
  ): Promise<{ name: EventName; sequence: number; time: string; body: any }[]> {
    const { rows } = await this.database.pool.query(
      'select headers, value from escalation.outbox where key = $1 order by id',
      [requestId],
    );
    return rows.map(({ headers, value }) => ({
      name: String(headers.ce_type).split('.')[1] as EventName,
      sequence: Number(headers.ce_sequence),
      time: headers.ce_time,
      body: JSON.parse(value),
    }));
  }

  async state(requestId: string): Promise<any> {
    const { rows } = await this.database.pool.query(
      'select body, seq from escalation.request where request_id = $1',
      [requestId],
    );
    return rows[0] && { ...rows[0].body, seq: rows[0].seq };
  }

  async deadlines(
    requestId: string,
  ): Promise<{ kind: string; ordinal: number; state: string; due: string }[]> {
    const { rows } = await this.database.pool.query(
      `select kind, ordinal, state, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI') as due
       from escalation.deadline where request_id = $1 order by due_at, kind, ordinal`,
      [requestId],
    );
    return rows;
  }
}
