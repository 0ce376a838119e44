import type { Command } from 'commander';
import { READY_FILE, readReady } from '../start/ready-file.js';

export interface Reach {
  readonly url: string;
  readonly token: string;
}

/** `--url` and `--token`, or the system that `npm start` runs here. */
export const withReach = (command: Command): Command =>
  command
    .option('--url <url>', '网关地址 / the gateway (default: the running demo)')
    .option(
      '--token <token>',
      '管理员令牌 / an administrator’s token (default: the running demo’s)',
      process.env['LIANDONG_TOKEN'],
    );

export function reach(options: { url?: string; token?: string }): Reach {
  if (options.url && options.token) return { url: options.url, token: options.token };
  const ready = readReady(READY_FILE);
  const url = options.url ?? ready?.baseUrl;
  const token = options.token ?? ready?.tokens['admin'];
  if (!url || !token)
    throw new Error(
      '没有正在运行的演示:请给 --url 与 --token / no demo is running here: give --url and --token',
    );
  return { url, token };
}

export async function call<T>(reach: Reach, method: string, path: string): Promise<T> {
  const answer = await fetch(reach.url + path, {
    method,
    headers: { authorization: `Bearer ${reach.token}` },
  });
  const body = (await answer.json()) as T & { title?: string; detail?: string };
  if (!answer.ok) throw new Error(`${answer.status} ${body.title ?? ''} ${body.detail ?? ''}`.trim());
  return body;
}
