import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Lock {
  readonly packages: Record<string, { readonly resolved?: string; readonly integrity?: string }>;
}

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const { '': _root, ...locked } = packages;

  // npm leaves the optional packages of other platforms out when it writes a lock beside an existing node_modules, and then refuses it.
  it('is taken by npm ci, without asking a registry', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-lock-'));
    try {
      for (const file of ['package.json', 'package-lock.json', '.npmrc'])
        copyFileSync(file, join(folder, file));
      const cache = `--cache=${join(folder, 'cache')}`;
      await run('npm', ['ci', '--dry-run', '--offline', '--loglevel=error', cache], { cwd: folder });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it('names no registry, and what each package must hold', () => {
    const faults = Object.entries(locked).filter(([, { resolved, integrity }]) => resolved || !integrity);
    expect(faults.map(([path]) => path)).toEqual([]);
  });
});
