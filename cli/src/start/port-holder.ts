import { createConnection } from 'node:net';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether somebody listens on the port of the loopback address. */
export function portTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => (socket.destroy(), resolve(true))).once('error', () => resolve(false));
  });
}

/** `pid (command)` of who listens on the port, as far as /proc lets us see; null otherwise. */
export function portHolder(port: number): string | null {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return null;
  for (const pid of numericEntries('/proc')) {
    for (const fd of entries(`/proc/${pid}/fd`)) {
      const target = linkTarget(`/proc/${pid}/fd/${fd}`);
      if (inodes.has(target)) return `pid ${pid} (${commandOf(pid)})`;
    }
  }
  return null;
}

function listeningInodes(port: number): Set<string> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => text(file).split('\n'));
  const LISTEN = '0A';
  const found = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => cells[1]?.endsWith(`:${hex}`) && cells[3] === LISTEN)
    .map((cells) => `socket:[${cells[9]}]`);
  return new Set(found);
}

const numericEntries = (folder: string) => entries(folder).filter((name) => /^\d+$/.test(name));
const commandOf = (pid: string) => text(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 80);

// Processes end while we look, and others' are not ours to read: both count as "not there".
function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkTarget(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
