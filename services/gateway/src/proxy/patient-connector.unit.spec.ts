import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
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

  it('fails when it stays away', async () => {
    const agent = new Agent({ connect: patientConnector(100) });
    const calling = request(`http://127.0.0.1:${await freePort()}/`, { dispatcher: agent });
    await expect(calling).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await agent.close();
  }, 30_000);
});
