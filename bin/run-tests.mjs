// Runs on Node 24 (see test.mjs): one PostgreSQL and one Kafka for the whole run, then Jest, then the count as the last line.
// Arguments: a temporary folder, then those of `npm test`.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { inRoot, root } from './paths.mjs';
import { spawnGuarded } from './spawn-guarded.mjs';

const JEST_GRACE_MS = 8_000;
const [folder, ...args] = process.argv.slice(2);
const unitOnly = args.includes('--unit');
const resultFile = join(folder, 'results.json');

let stack;
let jest;
let interrupted;
let failure;
// Both sides remove it: either can be killed.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupt(signal));

try {
  if (!unitOnly) stack = await startTestStack();
  await runJest();
} catch (error) {
  failure = error;
} finally {
  await stack?.stop();
}
finish();

async function startTestStack() {
  const { startStack } = await import(
    new URL('../dist/libs/local-stack/src/start-stack.js', import.meta.url).href
  );
  const started = Date.now();
  const onProgress = (text) => process.stderr.write(`${text}\n`);
  const running = await startStack({ durable: false, onProgress });
  onProgress(`PostgreSQL + Kafka: ${running.how}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return running;
}

function runJest() {
  // Without tests Jest would end before it writes the counts; an empty run is judged in count-tests.mjs.
  const own = ['--json', `--outputFile=${resultFile}`, '--passWithNoTests'];
  if (unitOnly) own.push('--testRegex', '\\.unit\\.spec\\.ts$');
  const given = args.filter((arg) => arg !== '--unit');
  const env = stack ? { DATABASE_URL: stack.databaseUrl, KAFKA_BROKERS: stack.kafkaBrokers.join(',') } : {};
  const script = inRoot('node_modules', 'jest', 'bin', 'jest.js');
  // `--testRegex` takes all that follow for its own.
  jest = spawnGuarded(process.execPath, ['--experimental-vm-modules'], script, [...given, ...own], {
    cwd: root,
    env,
  });
  return new Promise((resolve, reject) => jest.once('error', reject).once('exit', resolve));
}

function interrupt(signal) {
  interrupted = signal;
  if (!jest) {
    // Still starting: the stack's watchdog clears away what is already there.
    finish();
    process.exit();
  }
  jest.kill(signal);
  setTimeout(() => jest.kill('SIGKILL'), JEST_GRACE_MS).unref();
}

function finish() {
  const { passed, failed, skipped } = countTests(readResults(), jest?.exitCode);
  if (failure) process.stderr.write(`\n${failure.message}\n`);
  if (skipped) process.stderr.write(`${skipped} skipped\n`);
  process.exitCode = { SIGINT: 130, SIGTERM: 143 }[interrupted] ?? (failed > 0 || passed === 0 ? 1 : 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}

function readResults() {
  try {
    return JSON.parse(readFileSync(resultFile, 'utf8'));
  } catch {
    return undefined;
  }
}
