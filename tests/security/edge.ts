import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:http';
import pg from 'pg';
import type { Claims } from '#local-system/claims.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { Role } from '#chassis/principal.js';
import { LUXI, SHANGHAI, World } from '../chain/world.js';
import { REQUESTS_OF_A_PHONE } from './row-09-business-flows.js';
import { type OpenApi, type Operation, operationsOf } from './operations.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

export interface Call {
  readonly as?: Claims;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const secret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
/** Both in force, as during a rotation. */
export const RECEIPT_SECRETS = { next: secret(), last: secret() } as const;

/** What residents left behind; nothing of it may be read in full but where it is revealed. */
export const PRIVATE = { phone: '13812345678', otherPhone: '13987654321', name: '欧阳明月' } as const;

/** The running system as one sees it from outside, with a request that belongs to somebody. */
export class Edge {
  private constructor(
    readonly world: World,
    readonly document: OpenApi,
    readonly operations: readonly Operation[],
    /** A request of the sample block in Shanghai, held by its block officer; and its ETag. */
    readonly held: { readonly id: string; readonly number: string; readonly etag: string },
    readonly noticeId: string,
    /** Where the services wrote what they serve: `<service>.jsonl`. */
    readonly served: string,
    /** As the administrator. */
    readonly database: pg.Pool,
  ) {}

  static async start(): Promise<Edge> {
    const served = mkdtempSync(join(tmpdir(), 'served-'));
    const world = await World.start({
      env: {
        NODE_OPTIONS: `--import ${new URL('list-served.mjs', import.meta.url).href}`,
        LIST_SERVED_IN: served,
        NOTICE_RECEIPT_SECRETS: Object.values(RECEIPT_SECRETS).join(),
        RATE_LIMITS: `address=0,resident=0,staff=0,phone=${REQUESTS_OF_A_PHONE}`,
      },
    });
    const document = (await (await fetch(`${world.system.baseUrl}/openapi.json`)).json()) as OpenApi;
    const { id, number } = await world.submit(SHANGHAI, {
      title: '路灯不亮',
      text: `门口三盏路灯坏了,请修理。打 ${PRIVATE.otherPhone} 找我。`,
      contact: { name: PRIVATE.name, phone: PRIVATE.phone },
    });
    const { etag } = await world.client.get(`/v1/requests/${id}`, ADMIN);
    const notices = (await (
      await fetch(`${world.system.baseUrl}/dev/outbox.json?number=${number}`)
    ).json()) as { items: { id: string }[] };
    const edge = new Edge(
      world,
      document,
      operationsOf(document),
      { id, number, etag: etag! },
      notices.items[0]!.id,
      served,
      new pg.Pool({ connectionString: world.databaseUrl, max: 2 }),
    );
    return edge;
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.world.stop();
    rmSync(this.served, { recursive: true, force: true });
  }

  /** Where the request lies, one of each role. */
  get near(): Readonly<Record<Role, Claims>> {
    const who = (name: string) => this.world.who(SHANGHAI, name);
    return {
      resident: who('resident'),
      officer: who('block'),
      supervisor: who('district'),
      monitor: { sub: 'monitor-1', role: 'monitor', jurisdiction: SHANGHAI },
      admin: ADMIN,
    };
  }

  /** People of another jurisdiction, one of each role; and an officer of another block of the same street. */
  get far(): Readonly<Record<string, Claims>> {
    const top = this.world.profile(LUXI).levels.at(-1)!.id;
    const bottom = this.world.profile(LUXI).levels[0]!.id;
    const registry = this.world.registries.get(SHANGHAI)!;
    const own = this.world.who(SHANGHAI, 'block');
    const other = registry.areas.filter((area) => area.level === 'block' && area.code !== own.area).at(-1)!;
    const office = registry.offices.find(({ areaCode }) => areaCode === other.code)!;
    return {
      resident: { sub: 'resident-far', role: 'resident', jurisdiction: LUXI },
      'another resident of the block': { sub: 'resident-2', role: 'resident', jurisdiction: SHANGHAI },
      officer: this.world.who(LUXI, bottom),
      'officer of another block': {
        sub: registry.officers.find(({ officeCode }) => officeCode === office.code)!.id,
        role: 'officer',
        jurisdiction: SHANGHAI,
        level: 'block',
        area: other.code,
        office: office.code,
      },
      supervisor: this.world.who(LUXI, top),
      monitor: { sub: 'monitor-far', role: 'monitor', jurisdiction: LUXI },
      admin: { sub: 'admin-far', role: 'admin', jurisdiction: LUXI },
    };
  }

  async call(method: string, path: string, { as, body, headers = {} }: Call = {}): Promise<Answer> {
    const text = typeof body === 'string';
    // The event stream has no end: what is asked of it is in its first line.
    const abort = new AbortController();
    const answer = await fetch(this.world.system.baseUrl + path, {
      method,
      signal: abort.signal,
      headers: {
        ...(as ? { authorization: `Bearer ${await this.world.client.token(as)}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text ? body : JSON.stringify(body) }),
    });
    const type = answer.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) {
      abort.abort();
      return { status: answer.status, headers: answer.headers, text: '', body: undefined };
    }
    const said = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text: said,
      body: type.includes('json') ? JSON.parse(said) : undefined,
    };
  }

  /** With any method; `fetch` refuses some. */
  raw(method: string, path: string): Promise<{ status: number; allow: string | undefined }> {
    return new Promise((resolve, reject) => {
      request(this.world.system.baseUrl + path, { method, agent: false }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, allow: answer.headers.allow });
      })
        .once('error', reject)
        .end();
    });
  }
}

/** With what stands for each `{name}`. */
export const at = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'nothing'));

/** So many at a time; the results in the order of the list. */
export const inTurn = async <T, R>(
  all: readonly T[],
  width: number,
  run: (one: T, place: number) => Promise<R>,
) => {
  const results: R[] = [];
  const waiting = all.map((one, place) => [place, one] as const);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
};
