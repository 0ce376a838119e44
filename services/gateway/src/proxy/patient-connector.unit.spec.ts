import { jest } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { Agent, request } from 'undici';
import { waitUntil } from '#testing/wait-until.js';
import { patientConnector } from './patient-connector.js';

const listenOn = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((incoming, answer) => incoming.pipe(answer));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const stop = (server: Server) => new Promise((resolve) => server.close(resolve));

/** Where nobody listens. */
async function freePort(): Promise<number> {
  const server = await listenOn(0);
  const { port } = server.address() as AddressInfo;
  await stop(server);
  return port;
}

describe('a call to a service that is being restarted', () => {
  it('waits until it listens again, and is sent once, body and all', async () => {
    const port = await freePort();
    const agent = new Agent({ connect: patientConnector(20_000) });
    const calling = request(`http://127.0.0.1:${port}/`, {
      dispatcher: agent,
      method: 'POST',
      body: 'said once',
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const server = await listenOn(port);
    expect(await (await calling).body.text()).toBe('said once');
    await agent.close();
    await stop(server);
  }, 30_000);

  it('is one of many that wait: one of them tries at a time, and all are let in when it is there', async () => {
    const port = await freePort();
    const asked = jest.spyOn(Socket.prototype, 'connect');
    const agent = new Agent({ connect: patientConnector(20_000), connections: 100 });
    const calls = Array.from({ length: 100 }, () =>
      request(`http://127.0.0.1:${port}/`, { dispatcher: agent, method: 'POST', body: 'said' }),
    );
    await waitUntil(() => asked.mock.calls.length > 100, { what: 'the first who tries again' });
    const before = asked.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Each for itself would be ten times a hundred.
    expect(asked.mock.calls.length - before).toBeLessThan(100);
    const server = await listenOn(port);
    const answers = await Promise.all(calls.map(async (call) => (await call).body.text()));
    expect(answers).toEqual(Array(100).fill('said'));
    asked.mockRestore();
    await agent.close();
    await stop(server);
  }, 30_000);

  it('fails when it stays away, with all others who wait', async () => {
    const port = await freePort();
    const agent = new Agent({ connect: patientConnector(100), connections: 300 });
    const failedAt = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const calling = request(`http://127.0.0.1:${port}/`, { dispatcher: agent });
        await expect(calling).rejects.toMatchObject({ code: 'ECONNREFUSED' });
        return performance.now();
      }),
    );
    // Each in its turn would be fifteen seconds.
    expect(Math.max(...failedAt) - Math.min(...failedAt)).toBeLessThan(7_500);
    await agent.close();
  }, 30_000);

  it('fails at once while it stays away, and is waited for again when nobody had asked for a time', async () => {
    const port = await freePort();
    let now = 0;
    const agent = new Agent({ connect: patientConnector(60_000, () => now), connections: 1 });
    const call = () => request(`http://127.0.0.1:${port}/`, { dispatcher: agent });
    const refused = { code: 'ECONNREFUSED' };
    const first = call();
    const over = setInterval(() => (now = Math.min(now + 30_000, 60_000)), 100);
    await expect(first).rejects.toMatchObject(refused);
    clearInterval(over);
    // Were it waited for, this would not end before the test's time is up.
    await expect(call()).rejects.toMatchObject(refused);
    now += 60_001;
    const last = call();
    const server = await listenOn(port);
    expect((await last).statusCode).toBe(200);
    await agent.close();
    await stop(server);
  }, 30_000);
});
