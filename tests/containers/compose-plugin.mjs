import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../../bin/paths.mjs';
import { run } from './run.mjs';

const MODULE = 'github.com/docker/compose/v2';
const VERSION = 'v2.40.3';
const BUILD_LIMIT_MS = 900_000;

/**
 * Gives the engine's client its `compose`, which Debian's packages lack: built from its source by Go (80 s on two cores, once; kept
 * in node_modules/.cache).
 */
export async function provideComposePlugin(engine, signal) {
  const kept = inRoot('node_modules', '.cache', 'liandong', `docker-compose-${VERSION}`);
  if (!existsSync(kept)) await build(kept, signal);
  symlinkSync(kept, join(engine.env.DOCKER_CONFIG, 'cli-plugins', 'docker-compose'));
}

async function build(program, signal) {
  mkdirSync(dirname(program), { recursive: true });
  const part = `${program}.${process.pid}`;
  const options = { signal, limitMs: BUILD_LIMIT_MS, env: { CGO_ENABLED: '0' } };
  const module = JSON.parse(await go(['mod', 'download', '-json', `${MODULE}@${VERSION}`], options));
  const flags = `-s -w -X ${MODULE}/internal.Version=${VERSION}`;
  await go(['build', '-trimpath', '-ldflags', flags, '-o', part, './cmd'], { ...options, cwd: module.Dir });
  renameSync(part, program);
}

async function go(args, options) {
  try {
    return await run('go', args, options);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('找不到 go:用它编译 docker compose / go was not found: docker compose is built with it', {
      cause: error,
    });
  }
}
