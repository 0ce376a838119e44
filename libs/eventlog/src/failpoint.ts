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

let armed: Armed | undefined;
let passed = 0;

if (mayFail(process.env)) {
  process.on('message', (setting) => {
    armed = armedBy(String(setting));
    passed = 0;
  });
  process.channel?.unref();
}

/** Strikes here when the process was armed for this place by a message of its starter (`armedBy`). Otherwise costs a comparison. */
export function failpoint(name: Failpoint): void {
  if (armed?.name !== name) return;
  passed += 1;
  if (passed === armed.count) process.kill(process.pid, armed.signal);
}

/** Only where LIANDONG_FAILPOINTS_ALLOWED=1. Throws in production: no installation has failpoints by accident. */
export function mayFail({ LIANDONG_FAILPOINTS_ALLOWED: allowed, NODE_ENV }: NodeJS.ProcessEnv): boolean {
  if (allowed === '1' && NODE_ENV === 'production')
    throw new Error('LIANDONG_FAILPOINTS_ALLOWED is not for production');
  return allowed === '1';
}

/** Reads `name`, `name:n` (strikes at the n-th passing) or `name:n:SIGSTOP` (stands still until SIGCONT instead of dying). */
export function armedBy(setting: string): Armed {
  const [name = '', count = '1', signal = 'SIGKILL'] = setting.split(':');
  if (!(FAILPOINTS as readonly string[]).includes(name)) throw new Error(`there is no failpoint ${name}`);
  if (signal !== 'SIGKILL' && signal !== 'SIGSTOP')
    throw new Error(`${signal} is neither SIGKILL nor SIGSTOP`);
  return { name, count: Number(count), signal };
}
