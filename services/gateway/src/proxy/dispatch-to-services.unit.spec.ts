import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { waitUntil } from '#testing/wait-until.js';
import { dispatcherToServices } from './dispatch-to-services.js';

/** A service that answers nobody until it is told to go on. */
async function standingService() {
  const waiting: ServerResponse[] = [];
  let stands = true;
  const server = createServer((_, answer) => (stands ? waiting.push(answer) : answer.end('done')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = dispatcherToServices(2, 3);
  const call = async (headers: Record<string, string> = {}): Promise<string> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return (await request(url, { dispatcher, headers })).body.text();
  };
  const goOn = () => {
    stands = false;
    for (const answer of waiting) answer.end('done');
  };
  const close = async () => {
    await dispatcher.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { waiting, call, goOn, close };
}

describe('calls to a service that stands still', () => {
  it('wait in line, up to a length; further ones fail at once, and none when it goes on', async () => {
    const { waiting, call, goOn, close } = await standingService();
    const inLine = Array.from({ length: 5 }, () => call());
    await waitUntil(() => waiting.length === 2, { what: 'two calls with the service' });
    await expect(call()).rejects.toThrow('too many calls wait for it');
    goOn();
    expect(await Promise.all(inLine)).toEqual(Array.from({ length: 5 }, () => 'done'));
    for (let n = 0; n < 5; n += 1) expect(await call()).toBe('done');
    await close();
  }, 30_000);

  it('keep nobody out while they only wait for a change', async () => {
    const { waiting, call, goOn, close } = await standingService();
    const patient = Array.from({ length: 9 }, () => call({ 'if-none-match': '"1.1.4"', prefer: 'wait=20' }));
    await waitUntil(() => waiting.length === 9, { what: 'those who wait to be with the service' });
    const others = [call(), call()];
    await waitUntil(() => waiting.length === 11, { what: 'others to come through' });
    goOn();
    expect(await Promise.all([...patient, ...others])).toEqual(Array.from({ length: 11 }, () => 'done'));
    await close();
  }, 30_000);
});
