import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { inRoot } from '../../bin/paths.mjs';

const READY_WITHIN_MS = 180_000;

/**
 * Starts the seven services with the registered city and nobody writing, on the stepped clock and a free port.
 * Resolves with what `.liandong/ready.json` says, and `stop()`.
 */
export async function startSystem() {
  const port = await freePort();
  const args = [inRoot('bin', 'start.mjs'), '--empty', '--clock=stepped', '--port', String(port)];
  // A group of its own: Ctrl-C at the terminal reaches it through us, once.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const exited = once(child, 'exit');
  let said = '';
  const ready = new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error(`not ready\n${said}`)), READY_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        said += text;
        if (!said.includes('Liandong is ready')) return;
        clearTimeout(patience);
        resolve();
      });
    void exited.then(() => {
      clearTimeout(patience);
      reject(new Error(`the system ended\n${said}`));
    });
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
  };
  try {
    await ready;
    const file = JSON.parse(readFileSync(inRoot('.liandong', 'ready.json'), 'utf8'));
    if (!file.baseUrl.endsWith(`:${port}`))
      throw new Error('another system was started in this clone meanwhile');
    return { ...file, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
