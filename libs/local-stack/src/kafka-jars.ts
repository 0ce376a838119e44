import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './repository-root.js';

export const KAFKA_VERSION = '4.3.1';
const TAIL_LINES = 15;
const MARKER = 'complete';

/** The folder with the broker's jars, or undefined if they were never fetched. */
export function cachedKafkaJars(env: NodeJS.ProcessEnv): string | undefined {
  return cacheFolders(env)
    .map(jarsIn)
    .find((folder) => existsSync(join(folder, MARKER)));
}

/**
 * Fetches the jars through Maven (46 files, 44 MB; 4 s on a fast line) into the user's cache and returns their folder.
 * Two at once are safe: each copies into a folder of its own, and the first to finish gives it the name.
 */
export async function fetchKafkaJars(
  maven: string,
  env: NodeJS.ProcessEnv,
  onProgress: (text: string) => void,
): Promise<string> {
  const cache = cacheFolders(env).find(isWritable);
  if (!cache)
    throw new Error(`没有可写的缓存目录 / no cache folder is writable: ${cacheFolders(env).join(', ')}`);
  const jars = jarsIn(cache);
  const part = `${jars}.${process.pid}`;
  const started = Date.now();
  onProgress(
    `正在下载 Kafka ${KAFKA_VERSION}(44 MB,只有第一次)… / downloading Kafka ${KAFKA_VERSION} (44 MB, once) …`,
  );
  try {
    await copyDependencies(maven, part, env, onProgress);
    writeFileSync(join(part, MARKER), '');
    if (!existsSync(join(jars, MARKER))) {
      rmSync(jars, { recursive: true, force: true });
      renameSync(part, jars);
    }
  } catch (error) {
    if (!existsSync(join(jars, MARKER))) throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  onProgress(`Kafka 已下载(${seconds} 秒) / Kafka downloaded in ${seconds} s: ${jars}`);
  return jars;
}

const jarsIn = (cache: string) => join(cache, `kafka-${KAFKA_VERSION}`);

function cacheFolders(env: NodeJS.ProcessEnv): string[] {
  const user = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  return [join(user, 'liandong'), join(repositoryRoot, 'node_modules', '.cache', 'liandong')];
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function copyDependencies(
  maven: string,
  target: string,
  env: NodeJS.ProcessEnv,
  onProgress: (text: string) => void,
): Promise<void> {
  const pom = join(repositoryRoot, 'libs', 'local-stack', 'kafka', 'pom.xml');
  const args = ['-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`];
  if (!isWritable(join(env['HOME'] || homedir(), '.m2')))
    args.push(`-Dmaven.repo.local=${join(dirname(target), 'm2')}`);
  // Without it Java leaves /tmp/hsperfdata_<user> behind.
  const quiet = { ...env, MAVEN_OPTS: `${env['MAVEN_OPTS'] ?? ''} -XX:-UsePerfData` };
  const child = spawn(maven, args, { cwd: dirname(target), env: quiet, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let jars = 0;
  const timer = setInterval(() => onProgress(`  ${jars} 个文件 / ${jars} files`), 5_000);
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
    jars += String(chunk).match(/Downloaded from .*\.jar /g)?.length ?? 0;
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  // Maven must not go on alone when this process is asked to end while it waits.
  const stop = () => child.kill();
  process.on('exit', stop);
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`mvn: ${code}\n${tail(output)}`)),
    );
  }).finally(() => {
    clearInterval(timer);
    process.off('exit', stop);
  });
}

const tail = (text: string) => text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
