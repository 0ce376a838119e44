import {
  type DynamicModule,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_PIPE,
  DiscoveryModule,
  DiscoveryService,
  MetadataScanner,
} from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { Pool } from 'pg';
import { EVENTLOG_SETTINGS, type EventlogSettings } from '#eventlog/eventlog-settings.js';
import { Shell } from '#eventlog/shell.js';
import { AccessGuard } from './access.guard.js';
import { bootClock } from './boot-clock.js';
import { Clock } from './clock.js';
import { followClock } from './clock-store.js';
import { refuseUndeclaredRoutes } from './closed-routes.js';
import { CommandRunner } from './command-runner.js';
import { Config } from './config.js';
import { openPool } from './database.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DueWork } from './due-work.js';
import { EventlogStatus } from './eventlog-status.js';
import { HealthController } from './health.controller.js';
import { InternalController } from './internal.controller.js';
import { KeptAnswers } from './kept-answers.js';
import { Lifecycle } from './lifecycle.js';
import { pinoOptions } from './pino-options.js';
import { ProblemFilter } from './problem.filter.js';
import { ReadinessProbe } from './readiness.js';
import { RouteTable } from './route-table.js';
import { Sealer } from './sealer.js';
import { ServiceIdentity } from './service-identity.js';
import { TokenVerifier } from './token-verifier.js';
import { InputPipe } from './validation.pipe.js';

/** What every service starts with, global; made once by `startService`. */
@Module({})
export class ChassisModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  #unfollow = (): void => {};

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly config: Config,
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  static forService(config: Config, identity: ServiceIdentity, routes: RouteTable): DynamicModule {
    return {
      module: ChassisModule,
      global: true,
      imports: [
        DiscoveryModule,
        // No middleware: what is logged of a call is written by one hook after the answer.
        LoggerModule.forRoot({ pinoHttp: pinoOptions(config, identity.name), forRoutes: [] }),
      ],
      controllers: [
        HealthController,
        InternalController,
        ...(identity.name === 'gateway' ? [] : [DeadLettersController]),
      ],
      providers: [
        { provide: Config, useValue: config },
        { provide: ServiceIdentity, useValue: identity },
        { provide: RouteTable, useValue: routes },
        { provide: Lifecycle, useValue: new Lifecycle() },
        {
          provide: Pool,
          useFactory: () => openPool(identity.name, config.databaseUrl, new Logger('database')),
        },
        { provide: Clock, useFactory: (pool: Pool) => bootClock(config, pool), inject: [Pool] },
        { provide: Sealer, useFactory: () => new Sealer(config.sealKeys) },
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(config.auth) },
        { provide: DueWork, useFactory: dueWork, inject: [Clock] },
        { provide: EVENTLOG_SETTINGS, useFactory: eventlogSettings, inject: [Config, Clock, Pool] },
        {
          provide: CommandRunner,
          useFactory: (sealer: Sealer, shell?: Shell) => shell && new CommandRunner(shell, sealer),
          inject: [Sealer, { token: Shell, optional: true }],
        },
        EventlogStatus,
        KeptAnswers,
        ReadinessProbe,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [
        Config,
        ServiceIdentity,
        RouteTable,
        Lifecycle,
        Pool,
        Clock,
        Sealer,
        TokenVerifier,
        DueWork,
        CommandRunner,
        EVENTLOG_SETTINGS,
        ReadinessProbe,
      ],
    };
  }

  onModuleInit(): void {
    refuseUndeclaredRoutes(this.discovery, this.scanner);
  }

  onApplicationBootstrap(): void {
    this.#unfollow = followClock(this.pool, this.clock, this.config.clock === 'virtual');
  }

  /** The last of all: every other module may still need the database while it ends. */
  onApplicationShutdown(): void {
    this.#unfollow();
  }
}

function dueWork(clock: Clock): DueWork {
  const logger = new Logger('due-work');
  return new DueWork(clock, (error, source) => logger.error({ msg: 'due work failed', err: error, source }));
}

const eventlogSettings = (config: Config, clock: Clock, pool: Pool): EventlogSettings => ({
  brokers: config.kafka.brokers,
  security: config.kafka.security,
  topicPrefix: config.kafka.topicPrefix,
  partitions: config.kafka.partitions,
  clock,
  pool,
});
