import { findDockerEngine } from './docker-engine.js';
import { holdsDockerData, startDockerStack } from './docker-stack.js';
import { holdsEmbeddedData, startEmbeddedStack } from './embedded-stack.js';
import { givenStack } from './given-stack.js';
import { StackUnavailable } from './stack-unavailable.js';
import type { Stack, StackOptions, StackOrigin } from './stack.js';

/**
 * One PostgreSQL and one Kafka: those named by DATABASE_URL and KAFKA_BROKERS; else containers if a Docker engine answers;
 * else processes of this machine. Throws StackUnavailable if none can be had.
 *
 * Whatever was started ends with this process, however that ends (see watchdog.ts). Installs no signal handlers: who wants
 * its ports to be free when it exits awaits `stop()`.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { env = process.env, dataDir } = options;
  const how = options.how ?? whoWrote(dataDir);
  if (how === 'given' || (!options.how && (env['DATABASE_URL'] || env['KAFKA_BROKERS'])))
    return givenStack(env);
  const reasons: string[] = [];
  if (how !== 'embedded') {
    const stack = await tryDocker(options, reasons);
    if (stack) return stack;
    if (how === 'docker') throw new StackUnavailable(reasons);
  }
  return startEmbeddedStack(options, reasons);
}

// Kept data goes on with whoever wrote it, whatever else has been installed since: the other one would begin with none.
function whoWrote(dataDir: string | undefined): StackOrigin | undefined {
  if (dataDir === undefined) return undefined;
  if (holdsEmbeddedData(dataDir)) return 'embedded';
  return holdsDockerData(dataDir) ? 'docker' : undefined;
}

// An engine that answers may still be unable to pull the images: then the machine's own parts are tried.
async function tryDocker(options: StackOptions, reasons: string[]): Promise<Stack | undefined> {
  const engine = await findDockerEngine(options.env ?? process.env);
  if (!engine) {
    reasons.push('没有可用的 Docker 引擎 / no Docker engine answers');
    return undefined;
  }
  try {
    return await startDockerStack(options);
  } catch (error) {
    const reason = `Docker (${engine}): ${(error as Error).message.split('\n')[0]}`;
    options.onProgress?.(reason);
    reasons.push(reason);
    return undefined;
  }
}
