import { connect, createServer, type Socket } from 'node:net';
import Connection from 'kafkajs/src/network/connection.js';
import { protocol } from 'kafkajs/src/protocol/requests/apiVersions/index.js';
import { waitUntil } from '#testing/wait-until.js';

const askVersions = protocol({ version: 0 });

/** Takes connections and reads what comes; what it says is up to the test. */
export class SilentBroker {
  readonly sockets: Socket[] = [];
  private bytesRead = 0;
  private bytesHeard = 0;
  private readonly server = createServer((socket) => {
    this.sockets.push(socket);
    socket.on('error', () => {}).on('data', ({ length }) => (this.bytesRead += length));
  });

  static async start(): Promise<SilentBroker> {
    const broker = new SilentBroker();
    await new Promise<void>((ready) => broker.server.listen(0, '127.0.0.1', ready));
    return broker;
  }

  /** As kafkajs makes one. */
  connection(requestTimeout = 10_000): Connection {
    const { port } = this.server.address() as { port: number };
    const logger = { namespace: () => logger, debug: () => {}, warn: () => {}, error: () => {} };
    return new Connection({
      host: '127.0.0.1',
      port,
      logger,
      socketFactory: ({ onConnect }) => connect({ host: '127.0.0.1', port }, onConnect),
      connectionTimeout: 3_000,
      requestTimeout,
      enforceRequestTimeout: true,
    });
  }

  /** Resolves with its answer. */
  ask(connection: Connection): Promise<unknown> {
    return connection.send(askVersions());
  }

  /** Resolves once it has read the request of this answer. */
  async heard(answer: Promise<unknown>): Promise<void> {
    answer.catch(() => {});
    await waitUntil(() => this.bytesRead > this.bytesHeard, { what: 'the request' });
    this.bytesHeard = this.bytesRead;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
