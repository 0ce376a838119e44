import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.mjs';

describe('withLock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-lock-'));
  const file = join(folder, 'deep', 'install.lock');
  const nobody = () => {
    throw new Error('nobody to wait for');
  };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names its holder while the work is done, and is gone afterwards', async () => {
    const held = await withLock(file, nobody, async () => readFileSync(file, 'utf8'));
    expect(held.split(' ')[0]).toBe(String(process.pid));
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
  });

  it('is free again when the work fails', async () => {
    await expect(withLock(file, nobody, async () => Promise.reject(new Error('disk full')))).rejects.toThrow(
      'disk full',
    );
    expect(existsSync(file)).toBe(false);
  });

  it('lets the second wait, telling once for whom', async () => {
    const order: string[] = [];
    let finish = () => {};
    const working = new Promise<void>((resolve) => (finish = resolve));
    let first: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      first = withLock(file, nobody, () => (resolve(), working));
    });
    const told: number[] = [];
    const onWait = (pid: number) => {
      told.push(pid);
      order.push('first ends');
      finish();
    };
    await withLock(file, onWait, async () => order.push('second works'));
    await first;
    expect(order).toEqual(['first ends', 'second works']);
    expect(told).toEqual([process.pid]);
  });

  it('takes over from a holder that is dead, or whose pid went to another process', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const dead of [`${pid} 1`, `${process.pid} 1`]) {
      writeFileSync(file, dead);
      expect(await withLock(file, nobody, async () => 'done')).toBe('done');
    }
  });
});
