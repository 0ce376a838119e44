import './learn-from-the-first-call.js';
import './collect-when-doubled.js';
import 'reflect-metadata';
import type { Server } from 'node:http';
import { getPriority, setPriority } from 'node:os';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { Pool } from 'pg';
import { ChassisModule } from './chassis.module.js';
import { type Config, readConfig, type ServiceName } from './config.js';
import { DueWork } from './due-work.js';
import { hangHttpDoor, httpAdapter } from './http-door.js';
import { Lifecycle } from './lifecycle.js';
import type { ServiceMigrations } from './migrate.js';
import { type CompleteOpenApi, serveOpenApi } from './openapi.js';
import { quietLogger } from './quiet-logger.js';
import { RouteTable } from './route-table.js';
import { rootModule } from './root-module.js';
import { ServiceIdentity } from './service-identity.js';
import { endOnSignals } from './shutdown.js';
import { startConsuming } from './start-consuming.js';
import { WideListening } from './wide-listening.js';

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly module: Type;
  /** Read from the environment when absent. */
  readonly config?: Config;
  /** `{ schema, migrations }` of `persistence/migrations.js`: `/readyz` waits until they are applied. */
  readonly migrations?: ServiceMigrations;
  /** Last touches before the routes are registered, e.g. another body parser for imports. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
  /** Completes the OpenAPI document, e.g. by those of other services; absent: the service's own is served. */
  readonly openApi?: CompleteOpenApi;
  /** true: nobody waits for what it does; on a full machine the services that answer people go first. */
  readonly background?: boolean;
  /** false: the caller ends the service itself (tests). */
  readonly handleSignals?: boolean;
  /** How long an orderly end may take before it is forced; 10 s. */
  readonly graceMs?: number;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Drains, ends what is in flight, closes the connections. */
  stop(): Promise<void>;
}

/** Calls in flight have this long to be answered once the service ends; then their connections are closed. */
const ANSWERS_WITHIN_MS = 5_000;
/** Nicer than it was started, which needs no rights: on a full machine half of what the others get (ADR 11). */
const BACKGROUND = 3;
const NICEST = 19;
/** So long callers may take to send over a connection they found open. */
const QUIET_MS = 300;

/** Starts one service: HTTP at once, the event log connecting in the background. Rejects if it cannot be started as configured. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const config = options.config ?? readConfig(process.env);
  const routes = new RouteTable();
  const chassis = ChassisModule.forService(
    config,
    new ServiceIdentity(options.name, options.migrations),
    routes,
  );
  const app = await NestFactory.create<NestFastifyApplication>(
    rootModule(chassis, options.module),
    httpAdapter(config.trustedProxies),
    // Fastify's own parsers would take more than JSON; an error at start is thrown, not turned into an abort.
    { bodyParser: false, abortOnError: false, bufferLogs: true },
  );
  app.useLogger(quietLogger(app.get(Logger)));
  const server = app.getHttpServer() as unknown as Server;
  const listening = new WideListening(server);
  const stop = stopOnce(app, () => lastAnswers(server, listening));
  try {
    await hangHttpDoor(app, routes);
    await options.configure?.(app);
    const consuming = startConsuming(app);
    serveOpenApi(app, options.name, options.openApi);
    await listening.begin(config, (at) => app.listen(at));
    consuming.begin();
    app.get(DueWork).start();
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  giveStartMemoryBack();
  // Not before: a start that is made to wait is a service that is away.
  if (options.background) setPriority(Math.min(NICEST, getPriority() + BACKGROUND));
  if (options.handleSignals !== false) endOnSignals(stop, options.graceMs);
  return { app, url: (await app.getUrl()).replace(/\/$/, ''), stop };
}

/** Loading some 2,000 modules leaves a heap that is mostly holes; V8 would keep it for ever. 15 MB in each service, 60 ms once. */
function giveStartMemoryBack(): void {
  globalThis.gc?.({ execution: 'sync', flavor: 'last-resort', type: 'major' });
}

function stopOnce(app: NestFastifyApplication, lastAnswers: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () =>
    (stopping ??= (async () => {
      app.get(Lifecycle).drain();
      const pool = app.get(Pool);
      await app.get(DueWork).stop();
      await lastAnswers();
      await app.close();
      await pool.end();
    })());
}

/**
 * Listens no more; what is in flight, and what still comes over open connections, is answered, and each answer closes its connection
 * (`http-door.ts`). Those over which nothing comes are closed a little later: at once, a call on its way would find them closed.
 */
async function lastAnswers(server: Server, listening: WideListening): Promise<void> {
  let idle: NodeJS.Timeout | undefined;
  const quiet = setTimeout(() => {
    idle = setInterval(() => server.closeIdleConnections(), 20);
  }, QUIET_MS);
  const impatience = setTimeout(() => server.closeAllConnections(), ANSWERS_WITHIN_MS);
  await listening.end();
  clearTimeout(quiet);
  clearInterval(idle);
  clearTimeout(impatience);
}
