import { type OwnDatabase, ownDatabase } from '#testing/own-database.js';
import { derivedRolePassword, migrate, roleUrl } from '../src/migrate.js';
import { type RunningService, startService } from '../src/start-service.js';
import { type ProbeConfig, probeConfig } from './probe-config.js';
import { NotesModule } from './probe-service.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

/** The probe service, listening, on a database of its own. */
export class Probe {
  private constructor(
    readonly database: OwnDatabase,
    readonly config: ProbeConfig,
    readonly service: RunningService,
    /** A resident's token. */
    readonly resident: string,
  ) {}

  static async start(): Promise<Probe> {
    const database = await ownDatabase();
    const config = await probeConfig();
    const rolePassword = derivedRolePassword(database.url);
    await migrate({ adminUrl: database.url, services: [{ schema: 'intake', migrations: [] }], rolePassword });
    const service = await startService({
      name: 'intake',
      module: NotesModule,
      config: config.config({
        DATABASE_URL: roleUrl(database.url, 'intake', rolePassword),
        CLOCK: 'virtual',
      }),
      handleSignals: false,
    });
    return new Probe(database, config, service, await config.issuer.mint({ sub: 'r-1', role: 'resident' }));
  }

  async call(method: string, path: string, options: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.service.url + path, { method, ...options });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? JSON.parse(text) : undefined,
    };
  }

  /** A note, by the resident. */
  post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', '/v1/notes', {
      body,
      headers: { ...bearer(this.resident), 'content-type': 'application/json', ...headers },
    });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    this.config.remove();
    await this.database.drop();
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.stringContaining(code),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.stringMatching(/^\//),
    traceId: expect.stringMatching(/^[\da-f]{32}$/),
  });
  expect(answer.text).not.toMatch(/secret-value|node_modules|postgres(ql)?:\/\/|select /);
}
