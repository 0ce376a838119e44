import { Command } from 'commander';
import { call, reach, withReach } from './reach.js';

interface Letter {
  readonly id: string;
  readonly eventName: string | null;
  readonly requestId: string | null;
  readonly cause: string;
  readonly detail: string;
  readonly parkedAt: string;
  readonly waitingBehind: string | null;
}

type Options = { url?: string; token?: string; after?: string; limit?: string; state?: string };

/** What could not be handled: list, show, re-drive, drop; through the same REST routes as everybody. */
export function deadLettersCommand(): Command {
  const command = new Command('dead-letters').description(
    '死信:列出、查看、重投、丢弃 / events that were parked',
  );
  withReach(command.command('list <service>'))
    .description('列出 / those parked in a service, oldest first')
    .option('--state <state>', 'parked | redriven | dropped', 'parked')
    .option('--after <id>', '从这一条之后 / the page after this one')
    .option('--limit <n>', '条数 / how many', '50')
    .action(async (service: string, options: Options) => {
      const query = new URLSearchParams({ state: options.state!, limit: options.limit! });
      if (options.after) query.set('after', options.after);
      const { items } = await call<{ items: Letter[] }>(
        reach(options),
        'GET',
        `/v1/dead-letters/${service}?${query}`,
      );
      if (items.length === 0) process.stdout.write('没有死信 / none\n');
      for (const letter of items)
        process.stdout.write(
          `${letter.id}  ${letter.parkedAt}  ${letter.eventName ?? '?'}  ${letter.requestId ?? '-'}  ${letter.cause}: ${letter.detail}` +
            `${letter.waitingBehind ? `  (排在 behind ${letter.waitingBehind})` : ''}\n`,
        );
    });
  for (const [name, method, path, words] of [
    ['show', 'GET', '', '查看 / one, whole'],
    ['redrive', 'POST', '/redrive', '重投它和排在后面的 / handle it, and those behind it'],
    ['drop', 'POST', '/drop', '丢弃它,处理排在后面的 / give it up, handle those behind it'],
  ] as const)
    withReach(command.command(`${name} <service> <id>`))
      .description(words)
      .action(async (service: string, id: string, options: Options) => {
        const body = await call<object>(reach(options), method, `/v1/dead-letters/${service}/${id}${path}`);
        process.stdout.write(`${JSON.stringify(body, null, 2)}\n`);
      });
  return command;
}
