import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from './http-client.mjs';
import { httpLoad, percentile } from './http-load.mjs';

let server: Server;
const asked: string[] = [];
let answerAfterMs: (n: number) => number = () => 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().once('end', async () => {
      const n = asked.push(String(request.headers['idempotency-key']));
      await sleep(answerAfterMs(n), undefined, { ref: false });
      const body = `{"n":${n},"text":"${'路'.repeat(20_000)}"}`;
      response.writeHead(201, { 'content-length': Buffer.byteLength(body), etag: `"${n}"` }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  answerAfterMs = () => 0;
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const call = (i: number) => `GET / HTTP/1.1\r\nhost: x\r\nidempotency-key: k${i}\r\n\r\n`;

describe('a load', () => {
  it('asks each call once and is told every answer whole', async () => {
    const told: number[] = [];
    const { calls, times } = await httpLoad({
      ...{ url: url(), connections: 8, calls: 200, call },
      answered(i: number, status: number, body: Buffer) {
        expect(status).toBe(201);
        expect(JSON.parse(body.toString()).text).toHaveLength(20_000);
        told.push(i);
      },
    });
    expect(calls).toBe(200);
    expect(times).toHaveLength(200);
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(new Set(asked).size).toBe(200);
  });

  it('at an even rate, counts the calls a stall delays', async () => {
    const stallMs = 400;
    answerAfterMs = (n) => (n === 10 ? stallMs : 0);
    const { calls, times } = await httpLoad({
      ...{ url: url(), connections: 1, rate: 100, calls: 60, call },
      answered: () => {},
    });
    expect(calls).toBe(60);
    // The one connection is held: what was due meanwhile waited, though each was answered at once when it was asked.
    expect(times.filter((time: number) => time > stallMs / 2).length).toBeGreaterThan(10);
  });

  it('fails when the server goes away, or when an answer is not what it should be', async () => {
    const load = (answered: () => void) =>
      httpLoad({ url: url(), connections: 2, calls: 10, call, answered });
    await expect(
      load(() => {
        throw new Error('not that');
      }),
    ).rejects.toThrow('not that');
    asked.length = 0;
    answerAfterMs = () => 10_000;
    const broken = load(() => {});
    broken.catch(() => {});
    while (asked.length < 2) await sleep(5);
    server.closeAllConnections();
    await expect(broken).rejects.toThrow();
  });
});

describe('a client', () => {
  it('gives status, tag and body, over as many connections as there are calls at once', async () => {
    const http = new HttpClient(url());
    answerAfterMs = () => 20;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => http.call('POST', '/x', 'token', { a: '街' })),
    );
    for (const { status, etag, body } of answers) {
      expect(status).toBe(201);
      expect(etag).toBe(`"${JSON.parse(body.toString()).n}"`);
    }
    http.end();
  });
});

it('a percentile of nothing is no number', () => {
  expect(percentile(Float64Array.of(1, 2, 3, 4), 0.5)).toBe(3);
  expect(percentile(new Float64Array(), 0.99)).toBeNaN();
});
