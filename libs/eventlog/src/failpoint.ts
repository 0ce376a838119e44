/** Places where a test may let the process die as if by kill -9, to prove that nothing is lost or done twice there. */
export type Failpoint =
  | 'shell.before-commit'
  | 'shell.after-commit'
  | 'relay.before-send'
  | 'relay.after-send'
  | 'relay.before-delete'
  | 'consumer.after-commit';

const armed = arm(process.env);
let passed = 0;

/** Dies here when LIANDONG_FAILPOINT names this place (`name` or `name:n`: at the n-th passing); otherwise costs a comparison. */
export function failpoint(name: Failpoint): void {
  if (armed?.name !== name) return;
  passed += 1;
  if (passed >= armed.count) process.kill(process.pid, 'SIGKILL');
}

/** Reads the setting. Throws unless LIANDONG_FAILPOINTS_ALLOWED=1 stands beside it, so that no installation has one by accident. */
export function arm(env: NodeJS.ProcessEnv): { name: string; count: number } | undefined {
  const setting = env.LIANDONG_FAILPOINT;
  if (!setting) return undefined;
  if (env.LIANDONG_FAILPOINTS_ALLOWED !== '1')
    throw new Error('LIANDONG_FAILPOINT is set without LIANDONG_FAILPOINTS_ALLOWED=1');
  const [name = '', count = '1'] = setting.split(':');
  return { name, count: Number(count) };
}
