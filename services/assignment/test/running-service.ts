import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#chassis/config.js';
import { migrate, roleUrl, derivedRolePassword } from '#chassis/migrate.js';
import { createIssuer } from '#chassis/mint-token.js';
import { type RunningService, startService } from '#chassis/start-service.js';
import type { EventName } from '#contracts/catalogue.js';
import type { Decide, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { AssignmentModule } from '../src/assignment.module.js';
import type { AssignmentContext } from '../src/domain/context.js';
import type { RequestState } from '../src/domain/request-state.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { readCsvBodies } from '../src/registry/imports/read-csv-bodies.js';
import type { Claims } from './people.js';
import { DISTRICT, profile } from './world.js';

export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: any;
}

/** The service as it runs, on a database of its own; without a broker unless one is given. */
export class TestedService {
  private readonly tokens = new Map<Claims, Promise<string>>();

  private constructor(
    readonly database: OwnDatabase,
    readonly running: RunningService,
    private readonly folder: string,
    private readonly mint: (claims: Claims) => Promise<string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TestedService> {
    const database = await ownDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'assignment-'));
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [{ schema, migrations }], rolePassword });
    const issuer = await createIssuer();
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
    const profiles = mkdtempSync(join(folder, 'profiles-'));
    writeFileSync(join(profiles, 'sample.yaml'), JSON.stringify(profile));
    const config = readConfig({
      DATABASE_URL: roleUrl(database.url, schema, rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: profiles,
      JURISDICTIONS: JSON.stringify([{ code: DISTRICT, name: '静安区', profile: 'sample' }]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN: 'internal-token-of-the-tests',
      LOG_LEVEL: 'silent',
      ...env,
    });
    const running = await startService({
      name: 'assignment',
      module: AssignmentModule,
      config,
      migrations: { schema, migrations },
      configure: readCsvBodies,
      handleSignals: false,
    });
    return new TestedService(database, running, folder, (claims) => issuer.mint(claims));
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.folder, { recursive: true, force: true });
    await this.database.drop();
  }

  get shell(): Shell<RequestState, AssignmentContext> {
    return this.running.app.get(Shell, { strict: false });
  }

  async call(
    method: string,
    path: string,
    as: Claims,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const csv = typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await fetch(this.running.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.token(as)}`,
        ...(body === undefined ? {} : { 'content-type': csv ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: csv ? (body as never) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      body: text ? JSON.parse(text) : undefined,
    };
  }

  private token(as: Claims): Promise<string> {
    const token = this.tokens.get(as) ?? this.mint(as);
    this.tokens.set(as, token);
    return token;
  }

  act(id: string, path: string, as: Claims, etag: string, body: unknown = {}, headers = {}): Promise<Answer> {
    return this.call('POST', `/v1/requests/${id}/assignment/${path}`, as, body, {
      'if-match': etag,
      ...headers,
    });
  }

  /** As if the event had arrived. */
  async react(
    requestId: string,
    decide: Decide<RequestState, AssignmentContext>,
  ): Promise<Outcome<RequestState>> {
    const [outcome] = await this.shell.handle([{ requestId, eventId: randomUUID(), decide }]);
    return outcome as Outcome<RequestState>;
  }

  /** What the service has written about a request, in order. */
  async written(requestId: string): Promise<{ name: EventName; body: any }[]> {
    const { rows } = await this.database.pool.query(
      'select headers, value from assignment.outbox where key = $1 order by id',
      [requestId],
    );
    return rows.map(({ headers, value }) => ({
      name: String(headers.ce_type).split('.')[1] as EventName,
      body: JSON.parse(value),
    }));
  }

  async state(requestId: string): Promise<any> {
    const { rows } = await this.database.pool.query(
      'select body, seq from assignment.request where request_id = $1',
      [requestId],
    );
    return rows[0] && { ...rows[0].body, seq: rows[0].seq };
  }

  async holders(requestId: string): Promise<any[]> {
    return (
      await this.database.pool.query('select * from assignment.holding where request_id = $1', [requestId])
    ).rows;
  }
}
