import { type AddressInfo, createServer, type Server } from 'node:net';
import { openPool } from './database.js';

/** A message of PostgreSQL's protocol, version 3: its kind, the length of what follows, and that. */
function message(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const ENDED = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);

/** Lets everybody in and ends the connection with its first words. */
const endingServer = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, ENDED])));
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

describe('the pool of a service', () => {
  it('outlives a connection that the server ends before whoever waits for it has it', async () => {
    const server = await endingServer();
    const { port } = server.address() as AddressInfo;
    const pool = openPool('test', `postgres://somebody@127.0.0.1:${port}/liandong`);
    for (let n = 0; n < 3; n += 1) await expect(pool.query('select 1')).rejects.toThrow();
    const client = await pool.connect();
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    await pool.end();
    await new Promise((resolve) => server.close(resolve));
  });
});
