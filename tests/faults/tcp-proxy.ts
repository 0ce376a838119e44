import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '#local-stack/free-port.js';

export type Cut = 'none' | 'to server' | 'from server' | 'both ways';

/** Stands between the services and a server. Cut, it lets nothing through in a direction, and every connection hangs; slow, all comes later. */
export class TcpProxy {
  /** Pieces that were kept back. */
  delayed = 0;
  private cut: Cut = 'none';
  private delayMs = 0;
  private readonly pairs = new Set<{ client: Socket; server: Socket }>();

  private constructor(
    readonly port: number,
    private readonly listener: Server,
    private readonly to: () => number,
  ) {
    listener.on('connection', (client) => this.pass(client));
  }

  /** @param to port of the server on this machine, asked at each connection */
  static async start(to: () => number): Promise<TcpProxy> {
    const port = await freePort();
    const listener = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
    return new TcpProxy(port, listener, to);
  }

  /** What was under way stays in the sockets and goes on after the heal, as TCP would have it. */
  set(cut: Cut): void {
    this.cut = cut;
    for (const pair of this.pairs) this.apply(pair);
  }

  /** From now on each piece is kept back so long, each way, and goes on in its order. */
  slow(ms: number): void {
    this.delayMs = ms;
  }

  async stop(): Promise<void> {
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private pass(client: Socket): void {
    const server = connect({ port: this.to(), host: '127.0.0.1', noDelay: true });
    client.setNoDelay(true);
    const pair = { client, server };
    this.pairs.add(pair);
    const end = (): void => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    client.on('data', this.onwards(server));
    server.on('data', this.onwards(client));
    this.apply(pair);
  }

  private onwards(to: Socket): (chunk: Buffer) => void {
    const kept: Buffer[] = [];
    return (chunk) => {
      if (this.delayMs === 0 && kept.length === 0) {
        to.write(chunk);
        return;
      }
      kept.push(chunk);
      this.delayed += 1;
      // Whichever timer is first takes the piece that came first.
      setTimeout(() => void to.write(kept.shift()!), this.delayMs);
    };
  }

  private apply({ client, server }: { client: Socket; server: Socket }): void {
    if (this.cut === 'to server' || this.cut === 'both ways') client.pause();
    else client.resume();
    if (this.cut === 'from server' || this.cut === 'both ways') server.pause();
    else server.resume();
  }
}
