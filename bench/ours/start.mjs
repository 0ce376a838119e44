import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot, ownNode } from '../../bin/paths.mjs';
import { freePort } from '../../dist/libs/local-stack/src/free-port.js';
import { serviceNames } from '../../dist/libs/chassis/src/config.js';

const READY = /Liandong is ready/;
const guard = new URL('../../bin/parent-guard.mjs', import.meta.url).href;

/** What `npm start` runs, everything installed and built; the demo city at work while the memory is looked at. */
export async function run({ size }) {
  const port = await freePort();
  const begun = performance.now();
  // What `npm start` runs, so that it ends with this process however that ends.
  const child = spawn(ownNode, ['--import', guard, inRoot('bin', 'start.mjs'), '--port', String(port)], {
    cwd: inRoot(),
    env: { ...process.env, LIANDONG_PARENT_PIPE: '3' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    await says(child, READY);
    const seconds = (performance.now() - begun) / 1000;
    const pids = servicesUnder(child.pid);
    if (pids.length !== serviceNames.length) throw new Error(`${pids.length} services run`);
    const ready = memoryOf(pids);
    await sleep(size.demoSeconds * 1000);
    const later = memoryOf(pids);
    return {
      'npm start to ready': seconds,
      'resident memory of the seven services, ready': ready.resident,
      'the same with shared pages counted once, ready': ready.proportional,
      'resident memory after the demo ran': later.resident,
      'the same with shared pages counted once, after the demo ran': later.proportional,
    };
  } finally {
    child.kill('SIGINT');
    await gone;
  }
}

function says(child, words) {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        said += text;
        if (words.test(said)) resolve();
      });
    child.once('exit', () => reject(new Error(`npm start ended\n${said}`)));
  });
}

/** The processes below `root` that run a service's main file. */
function servicesUnder(root) {
  const children = readFileSync(`/proc/${root}/task/${root}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return children.flatMap((pid) => {
    const isService = /services\/\w+\/src\/main\.js/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    return isService ? [pid] : servicesUnder(pid);
  });
}

/** MB, summed. */
function memoryOf(pids) {
  const texts = pids.map((pid) => readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  const sum = (name) =>
    texts.reduce((total, text) => total + Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(text)[1]), 0) /
    1024;
  return { resident: sum('Rss'), proportional: sum('Pss') };
}
