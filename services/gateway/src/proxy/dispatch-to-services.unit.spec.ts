import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { waitUntil } from '#testing/wait-until.js';
import { dispatcherToServices } from './dispatch-to-services.js';

describe('calls to a service that stands still', () => {
  it('wait in line, up to a length; further ones fail at once, and none when it goes on', async () => {
    const waiting: ServerResponse[] = [];
    let stands = true;
    const server = createServer((_, answer) => (stands ? waiting.push(answer) : answer.end('done')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const dispatcher = dispatcherToServices(2, 3);
    const call = async (): Promise<string> => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      return (await request(url, { dispatcher })).body.text();
    };
    const inLine = Array.from({ length: 5 }, call);
    await waitUntil(() => waiting.length === 2, { what: 'two calls with the service' });
    await expect(call()).rejects.toThrow('too many calls wait for it');
    stands = false;
    for (const answer of waiting) answer.end('done');
    expect(await Promise.all(inLine)).toEqual(Array.from({ length: 5 }, () => 'done'));
    for (let n = 0; n < 5; n += 1) expect(await call()).toBe('done');
    await dispatcher.close();
    await new Promise((resolve) => server.close(resolve));
  }, 30_000);
});
