import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#chassis/config.js';
import { derivedRolePassword, migrate, roleUrl, type ServiceMigrations } from '#chassis/migrate.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';
import type { Principal } from '#chassis/principal.js';
import { Sealer } from '#chassis/sealer.js';
import { type RunningService, type ServiceOptions, startService } from '#chassis/start-service.js';
import type { EventName } from '#contracts/catalogue.js';
import type { Decide, Outcome } from '#eventlog/input.js';
import { Shell } from '#eventlog/shell.js';
import { type OwnDatabase, ownDatabase } from './own-database.js';

export type Claims = Partial<Principal> & { readonly sub: string };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string | null;
  readonly text: string;
  /** Where the answer is JSON. */
  readonly body: any;
}

export interface Written {
  readonly name: EventName;
  readonly sequence: number;
  readonly time: string;
  readonly body: any;
}

export const INTERNAL_TOKEN = 'internal-token-of-the-tests';

/** What a process of a service needs around it: its tables in a database of its own, an issuer, profiles and its environment. */
export interface Surroundings {
  readonly migrations: ServiceMigrations;
  readonly database: OwnDatabase;
  readonly issuer: Issuer;
  readonly env: Record<string, string>;
  remove(): Promise<void>;
}

/**
 * @param env goes over the defaults, which have no broker, the committed profiles and both of their jurisdictions
 * @param ownProfiles by name; then the committed ones are not there
 */
export async function surroundings(
  service: ServiceMigrations,
  env: Record<string, string> = {},
  ownProfiles?: Record<string, object>,
): Promise<Surroundings> {
  const database = await ownDatabase();
  const folder = mkdtempSync(join(tmpdir(), `${service.schema}-`));
  const rolePassword = derivedRolePassword(database.url);
  await migrate({ adminUrl: database.url, services: [service], rolePassword });
  const issuer = await createIssuer();
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(issuer.jwks));
  return {
    migrations: service,
    database,
    issuer,
    env: {
      DATABASE_URL: roleUrl(database.url, service.schema, rolePassword),
      KAFKA_BROKERS: '127.0.0.1:1',
      PROFILES_DIR: ownProfiles ? profilesIn(folder, ownProfiles) : 'profiles',
      JURISDICTIONS: JSON.stringify([
        { code: '310106', name: '静安区', profile: 'shanghai' },
        { code: '360323', name: '芦溪县', profile: 'luxi' },
      ]),
      AUTH_ISSUER: issuer.issuer,
      AUTH_AUDIENCE: issuer.audience,
      AUTH_JWKS_FILE: join(folder, 'jwks.json'),
      SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      INTERNAL_TOKEN,
      LOG_LEVEL: 'silent',
      ...env,
    },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

function profilesIn(folder: string, profiles: Record<string, object>): string {
  const at = join(folder, 'profiles');
  mkdirSync(at);
  // JSON is YAML.
  for (const [name, profile] of Object.entries(profiles))
    writeFileSync(join(at, `${name}.yaml`), JSON.stringify(profile));
  return at;
}

/** One service as it runs, in this process, spoken to through its door and its shell. `S`: state of a request, `C`: its context. */
export class TestedService<S = any, C = any> {
  private readonly tokens = new Map<Claims, Promise<string>>();

  protected constructor(
    protected readonly around: Surroundings,
    readonly running: RunningService,
  ) {}

  protected static run(
    around: Surroundings,
    service: Omit<ServiceOptions, 'config' | 'handleSignals' | 'migrations'>,
  ): Promise<RunningService> {
    return startService({
      ...service,
      config: readConfig(around.env),
      migrations: around.migrations,
      handleSignals: false,
    });
  }

  get database(): OwnDatabase {
    return this.around.database;
  }

  get shell(): Shell<S, C> {
    return this.running.app.get(Shell, { strict: false });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.around.remove();
  }

  seal(content: object): string {
    return this.running.app.get(Sealer, { strict: false }).seal(content);
  }

  async call(
    method: string,
    path: string,
    as: Claims,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.send(method, path, { authorization: `Bearer ${await this.token(as)}`, ...headers }, body);
  }

  /** Text and bytes go as they are, everything else as JSON. */
  async send(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await fetch(this.running.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as never) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = text !== '' && answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      etag: answer.headers.get('etag'),
      text,
      body: json ? JSON.parse(text) : undefined,
    };
  }

  private token(as: Claims): Promise<string> {
    const token = this.tokens.get(as) ?? this.around.issuer.mint(as);
    this.tokens.set(as, token);
    return token;
  }

  /** As if the event had arrived. */
  async react(requestId: string, decide: Decide<S, C>, eventId: string = randomUUID()): Promise<Outcome<S>> {
    const [outcome] = await this.shell.handle([{ requestId, eventId, decide }]);
    return outcome!;
  }

  /** What the service has written about a request and not sent yet, in order. */
  async written(requestId: string): Promise<Written[]> {
    const { rows } = await this.database.pool.query(
      `select headers, value from ${this.schema}.outbox where key = $1 order by id`,
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
      `select body, seq from ${this.schema}.request where request_id = $1`,
      [requestId],
    );
    return rows[0] && { ...rows[0].body, seq: rows[0].seq };
  }

  private get schema(): string {
    return this.around.migrations.schema;
  }
}
