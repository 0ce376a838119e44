import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceProgress } from '../src/domain/settled.js';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Something over HTTP that stands where a service would: it tells progress, takes the clock, and has work due at given times. */
export class SmallService {
  readonly seen: Seen[] = [];
  readonly streams = new Set<ServerResponse>();
  /** Calls that wait for a change; there is none. */
  readonly waiting = new Set<ServerResponse>();
  clock = { now: 0, version: 0 };
  fired = 0;
  dues: number[] = [];
  ready = true;
  /** Connections ever made to it. */
  connections = 0;
  /** So many of the next calls are cut off without an answer. */
  cutOff = 0;

  private constructor(
    readonly name: string,
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('connection', () => (this.connections += 1));
    // A call that is given up in the middle is no fault of ours.
    server.on('request', (request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(name: string, port = 0): Promise<SmallService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new SmallService(name, server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    const send = (status: number, answer: object, more: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(answer));
    if (url === '/readyz')
      return void send(this.ready ? 200 : 503, { status: this.ready ? 'ready' : 'not_ready' });
    if (url.startsWith('/internal/progress?')) return void send(200, this.progress());
    if (url === '/internal/clock') {
      const { now, version } = JSON.parse(body) as { now: number; version: number };
      this.clock = { now, version };
      return void send(200, {});
    }
    if (url === '/internal/tick') return void send(200, { fired: this.fire() });
    if (url === '/internal/working-days') return void send(200, { to: '2026-11-26T02:00:00.000Z' });
    if (url === '/openapi.json') return void send(200, this.document());
    this.seen.push({ method, url, headers, body });
    if (this.cutOff > 0) {
      this.cutOff -= 1;
      return void request.socket.destroy();
    }
    if (url === '/v1/watch/stream') return this.stream(response);
    if (headers.prefer) return this.wait(response);
    if (url.startsWith('/v1/rates'))
      return void send(503, { code: 'database_unavailable' }, { 'retry-after': '1' });
    send(200, { from: this.name, method, url, body });
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: counts\ndata: {"n":1}\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private wait(response: ServerResponse): void {
    this.waiting.add(response);
    response.on('close', () => this.waiting.delete(response));
  }

  private fire(): number {
    const due = this.dues.filter((at) => at <= this.clock.now).length;
    this.dues = this.dues.filter((at) => at > this.clock.now);
    this.fired += due;
    return due;
  }

  private progress(): ServiceProgress {
    const next = this.dues.length === 0 ? null : Math.min(...this.dues);
    return {
      service: this.name,
      instance: this.name,
      epoch: this.fired,
      outboxPending: 0,
      relayBusy: false,
      inFlight: 0,
      produced: {},
      consumed: {},
      connected: true,
      dueNow: next !== null && next <= this.clock.now,
      nextDueAt: next === null ? null : new Date(next).toISOString(),
      fired: this.fired,
      clockVersion: this.clock.version,
    };
  }

  private document(): object {
    return {
      openapi: '3.1.0',
      paths: {
        [`/v1/${this.name}`]: { get: { responses: { default: { $ref: '#/components/schemas/Page' } } } },
      },
      components: { schemas: { Page: { title: this.name } } },
    };
  }
}
