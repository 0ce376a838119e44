import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '#local-stack/start-stack.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Stack } from '#local-stack/stack.js';
import type { FirstClock } from '#local-system/first-clock.js';
import { startSystem, type System } from '#local-system/start-system.js';
import type { Profile } from '#profile/model.js';
import { ProfileStore } from '#profile/profile-store.js';
import type { RegistryRows } from '../city/build-registry.js';
import { CityClient } from '../city/city-client.js';
import { CityLog } from '../city/city-log.js';
import { ADMIN, sampleBlock, sampleClaims } from '../city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '../city/seed-city.js';
import { readMessages, type RecordedMessage } from '../replay/read-messages.js';
import { replayFile } from '../replay/replay-file.js';
import { banner } from './banner.js';
import { type StartOptions, readOptions } from './options.js';
import { portHolder, portTaken } from './port-holder.js';
import { type Ready, writeReady } from './ready-file.js';
import { runDemo } from './run-demo.js';

/** One day of the city in ten seconds. */
const RUNNING_RATE = 8_640;

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort(signal));

process.exitCode = await start(readOptions(process.argv.slice(2)));
process.exit();

async function start(options: StartOptions): Promise<number> {
  const begun = Date.now();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  if (await portTaken(options.port)) {
    const holder = portHolder(options.port);
    say(
      `端口 ${options.port} 已被占用${holder ? `:${holder}` : ''}。换一个:npm start -- --port ${options.port + 1}`,
    );
    say(`Port ${options.port} is taken${holder ? ` by ${holder}` : ''}. Choose another one with --port.`);
    return 1;
  }
  const cleanUp: (() => Promise<void> | void)[] = [];
  try {
    const messages = options.replay ? await readMessages(options.replay) : undefined;
    const stack = await startStack({
      ...(options.keep ? { dataDir: resolve(options.keep) } : {}),
      // What is thrown away at the end need not outlive a power cut.
      durable: options.keep !== undefined,
      onProgress: say,
    });
    cleanUp.push(() => stack.stop());
    if (stopped.signal.aborted) return 130;
    const system = await startSystem({
      databaseUrl: stack.databaseUrl,
      kafkaBrokers: stack.kafkaBrokers,
      jurisdictions: JURISDICTIONS,
      clock: firstClock(options, messages),
      gatewayPort: options.port,
      onProgress: say,
      ...(options.keep ? { folder: join(resolve(options.keep), 'services') } : {}),
    });
    cleanUp.push(() => system.stop());
    await play({ options, messages, stack, system, begun, say, cleanUp });
    return 0;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    say(`\n${(error as Error).message}`);
    return 1;
  } finally {
    for (const undo of cleanUp.reverse()) await undo();
  }
}

// A record is played at its own times: the clock must stand before its first message when the services begin.
function firstClock(options: StartOptions, messages: readonly RecordedMessage[] | undefined): FirstClock {
  if (messages) return { mode: 'stepped', at: messages[0]!.submittedAt - 60_000 };
  if (options.clock === 'real') return { mode: 'real' };
  return {
    mode: options.clock,
    at: Date.now(),
    ...(options.clock === 'running' ? { rate: RUNNING_RATE } : {}),
  };
}

interface Play {
  readonly options: StartOptions;
  readonly messages: readonly RecordedMessage[] | undefined;
  readonly stack: Stack;
  readonly system: System;
  readonly begun: number;
  readonly say: (text: string) => void;
  readonly cleanUp: (() => Promise<void> | void)[];
}

async function play({ options, messages, stack, system, begun, say, cleanUp }: Play): Promise<void> {
  const profiles = ProfileStore.load(join(repositoryRoot, 'profiles'), JURISDICTIONS);
  const profileOf = (code: string) => profiles.forJurisdiction(code)!.profile;
  const client = new CityClient(system.baseUrl, (claims) => system.mint(claims));
  say('登记演示城市 / registering the demo city');
  const registries = await seedCity(client, profileOf);
  const log = new CityLog(stack.kafkaBrokers, `${system.topicPrefix}liandong.requests.v1`, 'liandong.city');
  const openLog = async () => {
    await log.open();
    cleanUp.push(() => log.close());
  };
  if (messages) {
    await openLog();
    const { report: folder, seed } = options;
    await replayFile({
      messages,
      folder,
      seed,
      client,
      log,
      profileOf,
      registries,
      say,
      stopped: stopped.signal,
    });
    return;
  }
  const now = async () => (await client.get<{ mode: string; now: string }>('/v1/clock', ADMIN)).body;
  if (!options.empty && options.clock === 'running') {
    await openLog();
    const demo = runDemo(client, log, registries, profileOf, options.seed, async () =>
      Date.parse((await now()).now),
    );
    cleanUp.push(() => demo.stop());
  }
  const ready = await describe(system, stack, client, registries, profileOf, await now());
  cleanUp.push(writeReady(ready));
  const seconds = (Date.now() - begun) / 1000;
  process.stdout.write(banner(ready, { keep: options.keep, how: stack.how, seconds }));
  await sleep(2 ** 31 - 1, undefined, { signal: stopped.signal }).catch(() => undefined);
  say('正在停止 / stopping');
}

async function describe(
  system: System,
  stack: Stack,
  client: CityClient,
  registries: ReadonlyMap<string, RegistryRows>,
  profileOf: (code: string) => Profile,
  { mode, now }: { mode: string; now: string },
): Promise<Ready> {
  const tokensByJurisdiction: Record<string, Record<string, string>> = {};
  for (const { code } of JURISDICTIONS) {
    const claims = sampleClaims(registries.get(code)!, profileOf(code), code);
    const minted = Object.entries(claims).map(
      async ([name, claim]) => [name, await client.token(claim)] as const,
    );
    tokensByJurisdiction[code] = Object.fromEntries(await Promise.all(minted));
  }
  return {
    pid: process.pid,
    baseUrl: system.baseUrl,
    tokens: tokensByJurisdiction[JURISDICTIONS[0]!.code]!,
    tokensByJurisdiction,
    kafka: { brokers: stack.kafkaBrokers },
    database: { url: stack.databaseUrl },
    clock: { mode, now },
    jurisdictions: JURISDICTIONS,
    sampleBlock: JURISDICTIONS.map(({ code }) => ({
      code: sampleBlock(registries.get(code)!, profileOf(code)),
      jurisdiction: code,
    })),
  };
}
