import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { waitUntil } from '#testing/wait-until.js';
import { dispatcherToServices } from './dispatch-to-services.js';

/** Two connections to a service, and three calls in line for them. */
async function playWith(
  service: RequestListener,
  play: (call: (path: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  const server = createServer(service);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = dispatcherToServices(2, 3);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await play(async (path) => (await request(origin + path, { dispatcher })).body.text());
  await dispatcher.close();
  await new Promise((resolve) => server.close(resolve));
}

describe('calls to a service that stands still', () => {
  it('wait in line, up to a length; further ones fail at once, and none when it goes on', async () => {
    const waiting: ServerResponse[] = [];
    let stands = true;
    await playWith(
      (_, answer) => (stands ? waiting.push(answer) : answer.end('done')),
      async (call) => {
        const inLine = Array.from({ length: 5 }, () => call('/'));
        await waitUntil(() => waiting.length === 2, { what: 'two calls with the service' });
        await expect(call('/')).rejects.toThrow('too many calls wait for it');
        stands = false;
        for (const answer of waiting) answer.end('done');
        expect(await Promise.all(inLine)).toEqual(Array.from({ length: 5 }, () => 'done'));
        for (let n = 0; n < 5; n += 1) expect(await call('/')).toBe('done');
      },
    );
  }, 30_000);
});

describe('reads of young requests', () => {
  it('hold nobody else up while the ledger waits for their events', async () => {
    const waiting: ServerResponse[] = [];
    await playWith(
      ({ url = '' }, answer) => (url.includes('-7000-') ? waiting.push(answer) : answer.end('done')),
      async (call) => {
        const paths = Array.from(
          { length: 4 },
          (_, n) => `/v1/requests/01900000-0000-7000-8000-00000000000${n}`,
        );
        const reads = [...paths, ...paths.map((path) => `${path}/timeline?limit=5`)].map(call);
        await waitUntil(() => waiting.length === reads.length, { what: 'all reads with the service' });
        expect(await Promise.all([call('/v1/requests?limit=5'), call('/v1/tracking/1')])).toEqual([
          'done',
          'done',
        ]);
        for (const answer of waiting) answer.end('done');
        expect(await Promise.all(reads)).toEqual(reads.map(() => 'done'));
      },
    );
  }, 30_000);
});
