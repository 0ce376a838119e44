import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { inRoot, ownNode, root } from './paths.mjs';
import { say } from './say.mjs';

const dist = inRoot('dist');
const stampFile = join(dist, '.liandong-built');

/** Compiles the sources into dist/ where they changed since the last build. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  const onWait = (pid) => say(`另一个进程(pid ${pid})正在编译…`, `another process (pid ${pid}) is building`);
  await withLock(inRoot('.liandong', 'build.lock'), onWait, async () => {
    if (!isBuilt()) await build();
  });
}

function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp();
}

// Compiled beside dist/ (source maps are relative, so at the same depth) and moved file by file: a process that already
// runs from dist/ never reads half a file.
async function build() {
  const stamp = sourceStamp();
  const fresh = inRoot(`dist.${process.pid}`);
  for (const name of readdirSync(root))
    if (/^dist\.\d+$/.test(name)) rmSync(inRoot(name), { recursive: true, force: true });
  try {
    await compile(fresh);
    const built = files(fresh);
    for (const file of built) {
      mkdirSync(dirname(join(dist, file)), { recursive: true });
      renameSync(join(fresh, file), join(dist, file));
    }
    const kept = new Set(built);
    for (const file of files(dist)) if (!kept.has(file)) rmSync(join(dist, file));
    writeFileSync(stampFile, stamp);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

// The words of the `build` script of package.json, with another folder: one place says what is compiled.
function compile(folder) {
  const [, ...words] = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).scripts.build.split(' ');
  const args = words.map((word, index) => (words[index - 1] === '-d' ? folder : word));
  const swc = spawn(ownNode, [inRoot('node_modules', '@swc', 'cli', 'bin', 'swc.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  swc.stdout.on('data', (text) => (output += text));
  swc.stderr.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    swc.once('error', reject);
    swc.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`编译失败 / the build failed (swc: ${code})\n${output.trimEnd()}`)),
    );
  });
}

function sourceStamp() {
  const hash = createHash('sha256');
  const compiled = ['cli', 'libs', 'services'].flatMap((folder) =>
    files(inRoot(folder)).map((file) => join(folder, file)),
  );
  for (const file of [...compiled, '.swcrc', 'package.json']) {
    const { size, mtimeMs } = statSync(inRoot(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.liandong-built')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
