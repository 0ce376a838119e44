/** Places where a test may let the process die as if by kill -9, or stand still, to prove that nothing is lost or done twice there. */
export const FAILPOINTS = [
  'shell.before-commit',
  'shell.after-commit',
  'relay.before-send',
  'relay.after-send',
  'relay.before-delete',
  'consumer.after-commit',
  'firing.after-claim',
  'firing.after-fire',
  'notification.before-send',
  'notification.after-send',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

interface Armed {
  readonly name: string;
  /** It strikes at this passing. */
  readonly count: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

let armed = arm(process.env);
let passed = 0;

// Who started a process that may have failpoints can arm it while it works, too: its start would only delay the test.
if (process.env.LIANDONG_FAILPOINTS_ALLOWED === '1') {
  process.on('message', (setting) => {
    armed = arm({ ...process.env, LIANDONG_FAILPOINT: String(setting) });
    passed = 0;
  });
  process.channel?.unref();
}

/**
 * Strikes here when LIANDONG_FAILPOINT, or a message of the process's starter, names this place: `name`, `name:n` (at the n-th
 * passing) or `name:n:SIGSTOP` (stands still until SIGCONT instead of dying). Otherwise costs a comparison.
 */
export function failpoint(name: Failpoint): void {
  if (armed?.name !== name) return;
  passed += 1;
  if (passed === armed.count) process.kill(process.pid, armed.signal);
}

/** Reads the setting. Throws in production, and unless LIANDONG_FAILPOINTS_ALLOWED=1 stands beside it: no installation has one by accident. */
export function arm(env: NodeJS.ProcessEnv): Armed | undefined {
  const setting = env.LIANDONG_FAILPOINT;
  if (!setting) return undefined;
  if (env.NODE_ENV === 'production') throw new Error('LIANDONG_FAILPOINT is not for production');
  if (env.LIANDONG_FAILPOINTS_ALLOWED !== '1')
    throw new Error('LIANDONG_FAILPOINT is set without LIANDONG_FAILPOINTS_ALLOWED=1');
  const [name = '', count = '1', signal = 'SIGKILL'] = setting.split(':');
  if (!(FAILPOINTS as readonly string[]).includes(name)) throw new Error(`there is no failpoint ${name}`);
  if (signal !== 'SIGKILL' && signal !== 'SIGSTOP')
    throw new Error(`${signal} is neither SIGKILL nor SIGSTOP`);
  return { name, count: Number(count), signal };
}
