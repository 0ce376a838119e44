import { request } from 'node:http';
import { connect } from 'node:net';
import { jest } from '@jest/globals';
import { waitUntil } from '#testing/wait-until.js';
import { Door } from '../../test/door.js';
import { SmallService } from '../../test/small-service.js';

jest.setTimeout(60_000);

let door: Door;

beforeAll(async () => {
  door = await Door.open();
});

afterAll(() => door?.close());

/** MiB that one call could send before its connection was closed. */
function sentUntilCutOff(most: number): Promise<number> {
  const { hostname, port } = new URL(door.url);
  const piece = Buffer.alloc(1_048_576, 'x');
  return new Promise((resolve) => {
    let sent = 0;
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /v1/requests HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${most * piece.length}\r\n\r\n`,
      );
      send();
    });
    const send = () => {
      while (sent < most && !socket.destroyed) {
        sent += 1;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', send).on('error', () => {});
    socket.resume().on('close', () => resolve(sent));
  });
}

describe('the door', () => {
  it('passes a call on as it is, and says who calls', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = {
      authorization: 'Bearer x',
      traceparent: trace,
      'if-match': '"1.1"',
      'x-internal-token': 'guessed',
      'x-client-address': '1.2.3.4',
    };
    const { status, body } = await door.call(
      'POST',
      '/v1/requests?a=1&b=%E8%B7%AF',
      '{"text":"路灯"}',
      headers,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      from: 'intake',
      method: 'POST',
      url: '/v1/requests?a=1&b=%E8%B7%AF',
      body: '{"text":"路灯"}',
    });
    const passed = door.services.intake.seen.at(-1)!.headers;
    expect(passed).toMatchObject({ authorization: 'Bearer x', traceparent: trace, 'if-match': '"1.1"' });
    expect(passed['x-internal-token']).toBeUndefined();
    expect(passed['x-client-address']).toBe('127.0.0.1');
  });

  it('takes the service out of the path of its dead letters', async () => {
    const { body } = await door.call('GET', '/v1/dead-letters/triage?limit=2');
    expect(body).toMatchObject({ from: 'triage', url: '/v1/dead-letters?limit=2' });
  });

  it('lets more than a service reads of JSON not through, whether its size is told or not', async () => {
    const large = `{"text":"${'x'.repeat(1_100_000)}"}`;
    for (let n = 0; n < 20; n += 1)
      expect(await door.call('POST', '/v1/requests', large)).toMatchObject({
        status: 413,
        body: { code: 'payload_too_large' },
      });
    const untold = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(door.url);
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      const sending = request({ hostname, port, method: 'POST', path: '/v1/requests', headers }, (answer) =>
        resolve(answer.resume().statusCode ?? 0),
      ).once('error', reject);
      sending.end(large);
    });
    expect(untold).toBe(413);
    // Larger than what the sockets between hold: the caller is still sending when the answer is there.
    expect((await door.call('POST', '/v1/requests', 'x'.repeat(12_000_000))).status).toBe(413);
    expect(await sentUntilCutOff(200)).toBeLessThan(200);
    expect(door.services.intake.seen.filter(({ body }) => body.length > 1_048_576)).toEqual([]);
    expect((await door.call('POST', '/v1/requests', '{}')).status).toBe(200);
  });

  it('passes large files on, and leaves judging the body to the service', async () => {
    const file = 'x'.repeat(3_000_000);
    const { body } = await door.call('POST', '/v1/registry/imports/areas', file, {
      'content-type': 'text/csv',
    });
    expect(body.body).toHaveLength(file.length);
  });

  it.each([
    '/internal/progress',
    '/internal/clock',
    '/v1/internal/progress',
    '/v1/requests/../../internal/progress',
    '/nothing',
  ])('knows no %s', async (path) => {
    expect(await door.call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('hands a 503 to the caller at once instead of trying ten times', async () => {
    expect((await door.call('GET', '/v1/rates')).status).toBe(503);
    expect(door.services.ledger.seen.filter(({ url }) => url === '/v1/rates')).toHaveLength(1);
  });

  it('asks once more what was cut off, as by a service that ends, and is only read or has a key; what may have been done is told', async () => {
    door.services.ledger.cutOff = 1;
    expect((await door.call('GET', '/v1/requests?cut=1')).status).toBe(200);
    expect(door.services.ledger.seen.filter(({ url }) => url === '/v1/requests?cut=1')).toHaveLength(2);
    door.services.ledger.cutOff = 2;
    expect((await door.call('GET', '/v1/requests?cut=2')).status).toBe(503);
    door.services.intake.cutOff = 1;
    expect((await door.call('POST', '/v1/requests?cut=3', '{}')).status).toBe(503);
    expect(door.services.intake.seen.filter(({ url }) => url === '/v1/requests?cut=3')).toHaveLength(1);
    door.services.intake.cutOff = 1;
    const keyed = { 'idempotency-key': 'k-1' };
    expect((await door.call('POST', '/v1/requests?cut=4', '{"said":"twice"}', keyed)).status).toBe(200);
    expect(door.services.intake.seen.filter(({ url }) => url === '/v1/requests?cut=4')).toMatchObject([
      { body: '{"said":"twice"}', headers: keyed },
      { body: '{"said":"twice"}', headers: keyed },
    ]);
  });

  it('shares 128 connections to a service among any number of callers, and those who send slowly take none', async () => {
    const before = door.services.assignment.connections;
    const slow = Array.from({ length: 150 }, () => {
      const { hostname, port } = new URL(door.url);
      const headers = { 'content-type': 'application/json', 'content-length': '20' };
      const sending = request({
        hostname,
        port,
        method: 'POST',
        path: '/v1/registry/offices',
        headers,
        agent: false,
      });
      const answered = new Promise<number>((resolve, reject) =>
        sending.on('response', (answer) => resolve(answer.resume().statusCode ?? 0)).on('error', reject),
      );
      sending.write('{"slow":');
      return { sending, answered };
    });
    const calls = Array.from({ length: 400 }, () => door.call('GET', '/v1/registry/offices'));
    expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(door.services.assignment.connections - before).toBeLessThanOrEqual(128);
    for (const { sending } of slow) sending.end('"but whole"}');
    expect(new Set(await Promise.all(slow.map(({ answered }) => answered)))).toEqual(new Set([200]));
    expect(door.services.assignment.seen.filter(({ body }) => body === '{"slow":"but whole"}')).toHaveLength(
      150,
    );
  });

  it('streams, and lets go when the watcher does', async () => {
    const abort = new AbortController();
    const { body, headers } = await fetch(`${door.url}/v1/watch/stream`, { signal: abort.signal });
    expect(headers.get('content-type')).toContain('text/event-stream');
    const { value } = await body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain('event: counts');
    expect(door.services.ledger.streams.size).toBe(1);
    abort.abort();
    await waitUntil(() => door.services.ledger.streams.size === 0, { what: 'the stream behind to end' });
  });

  describe('calls that wait for a change', () => {
    const known = { 'if-none-match': '"1.1.4"', prefer: 'wait=30' };
    const waitingNow = (count: number) =>
      waitUntil(() => door.services.ledger.waiting.size === count, { what: `${count} waiting` });

    it('are let go when their callers leave', async () => {
      const abort = new AbortController();
      const left = fetch(`${door.url}/v1/requests/1`, { headers: known, signal: abort.signal });
      await waitingNow(1);
      abort.abort();
      await expect(left).rejects.toThrow('aborted');
      await waitingNow(0);
    });

    it('are told that there was none when the gateway ends', async () => {
      // More than the connections that all share. From one address so many calls a minute would be too many.
      const headers = { ...known, ...(await door.as('admin')) };
      const calls = Array.from({ length: 150 }, () => door.call('GET', '/v1/requests/1', undefined, headers));
      await waitingNow(150);
      const [answers] = await Promise.all([Promise.all(calls), door.restart('virtual')]);
      expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get('etag')}`))).toEqual(
        new Set(['304 "1.1.4"']),
      );
      await waitingNow(0);
    });
  });

  it('says when a service is away, and finds it again', async () => {
    const { url } = door.services.triage;
    await door.services.triage.stop();
    const away = await door.call('GET', '/v1/triage/queue', undefined, { 'accept-language': 'en' });
    expect(away).toMatchObject({
      status: 503,
      body: { code: 'service_unavailable', facts: { service: 'triage' } },
    });
    expect(away.headers.get('retry-after')).toBe('1');
    expect((await door.call('GET', '/readyz')).status).toBe(503);
    const { clock } = door.services.triage;
    door.services.triage = await SmallService.start('triage', Number(new URL(url).port));
    door.services.triage.clock = clock;
    expect((await door.call('GET', '/v1/triage/queue')).status).toBe(200);
    await waitUntil(async () => (await door.call('GET', '/readyz')).status === 200, { what: 'ready again' });
  });
});
