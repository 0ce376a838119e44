import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, type ListenOptions, Server } from 'node:net';

/**
 * Sockets that listen side by side at a service's port. Node accepts one connection of each in a turn of its event loop, and on
 * a full machine a turn takes 20 to 75 ms: by a single one some 20 callers a second get in, and of many the last give up.
 */
const SOCKETS = 32;

/** The kernel deals callers out among sockets that share a port; on other systems Node refuses to share one. */
const SHARED = process.platform === 'linux';

/** An HTTP server that is reached at one port by many sockets. */
export class WideListening {
  readonly #sockets: Server[];

  constructor(private readonly server: HttpServer) {
    this.#sockets = [server];
  }

  /**
   * @param listen how the server itself begins to
   * @throws EADDRINUSE where somebody listens there already, though he shares the port
   */
  async begin(
    { port, host }: { readonly port: number; readonly host: string },
    listen: (options: ListenOptions) => Promise<unknown>,
  ): Promise<void> {
    if (port !== 0) await mustBeFree({ port, host });
    await listen({ port, host, reusePort: SHARED });
    if (!SHARED) return;
    const given = this.server.address() as AddressInfo;
    for (let count = 1; count < SOCKETS; count += 1) {
      const further = new Server({ allowHalfOpen: true, noDelay: true }, (connection) =>
        this.server.emit('connection', connection),
      );
      this.#sockets.push(further);
      await listening(further, { port: given.port, host: given.address, reusePort: true });
    }
  }

  /** Lets nobody in any more; settles once the connections that were let in are closed. */
  async end(): Promise<void> {
    await Promise.all(this.#sockets.map(closed));
  }
}

function listening(socket: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.listen(options, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

async function mustBeFree(options: ListenOptions): Promise<void> {
  const alone = new Server();
  await listening(alone, options);
  await closed(alone);
}

/** The way of HTTP's server would close the quiet connections at once. */
const closed = (socket: Server): Promise<void> =>
  new Promise((resolve) => void Server.prototype.close.call(socket, () => resolve()));
