import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { waitUntil } from '#testing/wait-until.js';
import { TcpProxy } from './tcp-proxy.js';

describe('a TCP proxy that is slow', () => {
  let proxy: TcpProxy;
  let client: Socket;
  let heard: string;
  let heardAt: number;
  let close: () => Promise<void>;

  beforeEach(async () => {
    heard = '';
    const server = createServer((socket) =>
      socket.on('data', (chunk) => {
        heard += String(chunk);
        heardAt = performance.now();
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.start(() => (server.address() as { port: number }).port);
    client = connect(proxy.port, '127.0.0.1').setNoDelay(true);
    await once(client, 'connect');
    close = async () => {
      client.destroy();
      await proxy.stop();
      server.close();
      await once(server, 'close');
    };
  });
  afterEach(() => close());

  /** Resolves when the proxy has them, one piece each. */
  async function send(...pieces: readonly string[]): Promise<void> {
    for (const piece of pieces) {
      const before = proxy.delayed;
      client.write(piece);
      await waitUntil(() => proxy.delayed > before || heard.endsWith(piece), { what: `${piece} under way` });
    }
  }

  it('keeps back what it is given', async () => {
    proxy.slow(200);
    const begun = performance.now();
    await send('a');
    await waitUntil(() => heard === 'a', { what: 'a' });
    expect(heardAt - begun).toBeGreaterThan(190);
  });

  it('lets nothing overtake what it keeps when it is quick again', async () => {
    proxy.slow(300);
    await send('a', 'b');
    proxy.slow(0);
    await send('c');
    await waitUntil(() => heard.length === 3, { what: 'all three' });
    expect(heard).toBe('abc');
  });

  it('counts what it kept back only', async () => {
    await send('a');
    expect(proxy.delayed).toBe(0);
  });
});
