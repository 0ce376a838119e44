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
import type { EventName, Outgoing } from '#contracts/catalogue.js';
import type { Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { DeliverNotices } from '../src/deliver/deliver-notices.js';
import type { NotificationContext } from '../src/domain/context.js';
import type { NoticeEvent } from '../src/domain/occasion.js';
import { planNotices } from '../src/domain/plan-notices.js';
import type { RequestState } from '../src/domain/request-state.js';
import { NotificationModule } from '../src/notification.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { keepRawBody } from '../src/receive-receipts/keep-raw-body.js';

export type Claims = Partial<Principal> & { readonly sub: string };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

export interface NoticeRow {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly receipt: string | null;
}

/** The service as it runs with the profiles of the repository, on a database of its own, without a broker. */
export class TestedService {
  private constructor(
    readonly database: OwnDatabase,
    private readonly running: RunningService,
    private readonly folder: string,
    private readonly issuer: Issuer,
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  /** @param notices the NOTICE_… settings, which the service reads from its environment */
  static async start(notices: Record<string, string> = {}): Promise<TestedService> {
    const before = { ...process.env };
    Object.assign(process.env, notices);
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'notification-'));
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [{ schema, migrations }], rolePassword });
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const config = readConfig({
      DATABASE_URL: roleUrl(database.url, schema, rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: 'profiles',
      JURISDICTIONS: JSON.stringify([{ code: '310106', name: '静安区', profile: 'shanghai' }]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN: 'internal-token-of-the-tests',
      CLOCK: 'virtual',
      DEMO: '1',
      LOG_LEVEL: 'silent',
    });
    const running = await startService({
      name: 'notification',
      module: NotificationModule,
      config,
      migrations: { schema, migrations },
      configure: keepRawBody,
      handleSignals: false,
    });
    return new TestedService(database, running, folder, issuer, before);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path, {});
  }

  async call(method: string, path: string, as: Claims, body?: object): Promise<Answer> {
    return this.send(method, path, { authorization: `Bearer ${await this.issuer.mint(as)}` }, body);
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object | string,
  ): Promise<Answer> {
    const answer = await fetch(this.running.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: json ? JSON.parse(text) : undefined,
    };
  }

  seal(content: object): string {
    return this.running.app.get(Sealer).seal(content);
  }

  get deliveries(): DeliverNotices {
    return this.running.app.get(DeliverNotices, { strict: false });
  }

  /** As if the events had arrived, in one batch. @param ids their ids; the same again are the same events delivered again */
  async hear(events: readonly Outgoing[], ids = events.map(() => randomUUID())): Promise<Outcome<unknown>[]> {
    const shell: Shell<RequestState, NotificationContext> = this.running.app.get(Shell, { strict: false });
    return shell.handle(
      events.map((event, at) => ({
        requestId: event.body.requestId,
        eventId: ids[at]!,
        decide: (state, context) => planNotices(state, event as NoticeEvent, context),
      })),
    );
  }

  async notices(requestId: string): Promise<NoticeRow[]> {
    const { rows } = await this.database.pool.query<NoticeRow>(
      'select * from notification.notice where request_id = $1 order by place',
      [requestId],
    );
    return rows;
  }

  /** What the service has written about a request, in order. */
  async written(requestId: string): Promise<{ name: EventName; body: any }[]> {
    const { rows } = await this.database.pool.query(
      'select headers, value from notification.outbox where key = $1 order by id',
      [requestId],
    );
    return rows.map(({ headers, value }) => ({
      name: String(headers.ce_type).split('.')[1] as EventName,
      body: JSON.parse(value),
    }));
  }
}
