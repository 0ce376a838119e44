import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const LOWEST = 15_000;
const TRIES = 100;

/**
 * A port of 127.0.0.1 that nobody listens on. Taken from below the range the kernel gives to outgoing connections: while
 * a server is down, its clients' retries could otherwise be given its very port as their own and keep it from coming back.
 */
export async function freePort(): Promise<number> {
  const width = firstOutgoingPort() - LOWEST;
  for (let attempt = 0; attempt < TRIES && width > 0; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * width);
    if (await listenOnce(port)) return port;
  }
  return (await listenOnce(0))!;
}

function firstOutgoingPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
  } catch {
    return 49_152; // IANA's range, as on macOS
  }
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => {
      const { port: got } = server.address() as { port: number };
      server.close(() => resolve(got));
    });
  });
}
