import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WideListening } from './wide-listening.js';

const CALLERS = 64;
const host = '127.0.0.1';

describe('a service that listens by many sockets', () => {
  const open: WideListening[] = [];
  const callers: Socket[] = [];

  async function listen(server: Server, port = 0): Promise<number> {
    const listening = new WideListening(server);
    await listening.begin({ port, host }, async (options) => {
      await once(server.listen(options), 'listening');
    });
    open.push(listening);
    return (server.address() as AddressInfo).port;
  }
  const call = (port: number): Socket => {
    const caller = connect({ port, host });
    callers.push(caller);
    return caller;
  };

  afterEach(async () => {
    for (const caller of callers.splice(0)) caller.destroy();
    await Promise.all(open.splice(0).map((listening) => listening.end()));
  });

  // Elsewhere a port cannot be shared, and one comes in a turn.
  (process.platform === 'linux' ? it : it.skip)(
    'lets several callers in in one turn of the event loop',
    async () => {
      const server = createServer();
      const port = await listen(server);
      let turn = 0;
      const turns = new Set<number>();
      let inside = 0;
      server.on('connection', () => {
        inside += 1;
        turns.add(turn);
      });
      for (let caller = 0; caller < CALLERS; caller += 1) call(port);
      for (; inside < CALLERS; turn += 1) await nextTurn();
      expect(turns.size).toBeLessThan(CALLERS / 2);
    },
    30_000,
  );

  it('answers each of them, by whichever socket he came', async () => {
    const port = await listen(createServer((_request, answer) => answer.end('yes')));
    const answers = Array.from({ length: CALLERS }, async () =>
      (await fetch(`http://${host}:${port}/`)).text(),
    );
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['yes']));
  }, 30_000);

  it('does not begin where another of its kind listens', async () => {
    const port = await listen(createServer());
    await expect(listen(createServer(), port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('lets nobody in once it ends, and waits for those inside', async () => {
    const server = createServer();
    const port = await listen(server);
    const inside = call(port);
    await once(server, 'connection');
    let ended = false;
    const end = open
      .pop()!
      .end()
      .then(() => (ended = true));
    const [refused] = (await once(call(port), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
    expect(ended).toBe(false);
    inside.destroy();
    await end;
    expect(ended).toBe(true);
  });
});
