import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { OnApplicationShutdown, FactoryProvider, ModuleMetadata } from '@nestjs/common';
import { Activity } from './activity.js';
import { BatchTransport } from './batch-transport.js';
import { CatchUp } from './catch-up.js';
import { DeadLetters } from './dead-letters.js';
import { EVENTLOG_SETTINGS, type EventlogSettings } from './eventlog-settings.js';
import { type Progress, ProgressReader } from './progress.js';
import { Relay } from './relay.js';
import { Shell, type ShellHooks } from './shell.js';
import { consumerGroup, requestsTopic } from './topics.js';

export interface ServiceName {
  readonly service: string;
  readonly schema: string;
}

export interface AsyncServiceHooks<S, C> extends ServiceName, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: (...injected: any[]) => ShellHooks<S, C> | Promise<ShellHooks<S, C>>;
}

const HOOKS = Symbol('EVENTLOG_HOOKS');

/** Starts the relay with the application and stops it after the last request was answered. */
@Injectable()
class RelayLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Relay) private readonly relay: Relay) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
  }
}

/** What this process says at `/internal/progress`. */
@Injectable()
export class EventlogProgress {
  private readonly reader: ProgressReader;

  constructor(
    @Inject(Activity) activity: Activity,
    @Inject(Relay) relay: Relay,
    @Inject(BatchTransport) transport: BatchTransport,
  ) {
    // Handlers are added after this is made; a service without any consumes nothing.
    this.reader = new ProgressReader(activity, relay, () =>
      transport.handlers.size > 0 ? transport.consumer : undefined,
    );
  }

  read(): Promise<Progress> {
    return this.reader.read();
  }

  /** @param reach partition → offset that the service is to have consumed */
  readAtRest(reach: Progress['produced']): Promise<Progress> {
    return this.reader.readAtRest(reach);
  }
}

/**
 * The event log for one service: exports `Shell`, `Relay`, `BatchTransport`, `CatchUp`, `DeadLetters`, `Activity` and
 * `EventlogProgress`, globally. Needs `EVENTLOG_SETTINGS` from a global module.
 */
@Module({})
export class EventlogModule {
  static forService<S, C = object>(options: ServiceName & ShellHooks<S, C>): DynamicModule {
    const { service, schema, ...hooks } = options;
    return EventlogModule.forServiceAsync<S, C>({ service, schema, useFactory: () => hooks });
  }

  /** The hooks may use injected providers: `useFactory(...inject)` returns `{ loadContext?, afterSave? }`. */
  static forServiceAsync<S, C = object>(options: AsyncServiceHooks<S, C>): DynamicModule {
    const { service, schema, imports = [], inject = [], useFactory } = options;
    const named = ({ topicPrefix }: EventlogSettings) => ({
      service,
      schema,
      topic: requestsTopic(topicPrefix),
      groupId: consumerGroup(topicPrefix, service),
    });
    return {
      module: EventlogModule,
      global: true,
      imports,
      providers: [
        Activity,
        RelayLifecycle,
        EventlogProgress,
        { provide: HOOKS, inject, useFactory },
        {
          provide: Relay,
          inject: [EVENTLOG_SETTINGS, Activity],
          useFactory: (settings: EventlogSettings, activity: Activity) =>
            new Relay({ ...settings, ...named(settings), activity }),
        },
        {
          provide: Shell,
          inject: [EVENTLOG_SETTINGS, Activity, Relay, HOOKS],
          useFactory: (
            settings: EventlogSettings,
            activity: Activity,
            relay: Relay,
            hooks: ShellHooks<S, C>,
          ) =>
            new Shell<S, C>({
              ...settings,
              ...named(settings),
              ...hooks,
              activity,
              poke: () => relay.poke(),
            }),
        },
        {
          provide: BatchTransport,
          inject: [EVENTLOG_SETTINGS, Shell],
          useFactory: (settings: EventlogSettings, shell: Shell) =>
            new BatchTransport({ ...settings, ...named(settings), shell }),
        },
        {
          provide: CatchUp,
          inject: [EVENTLOG_SETTINGS],
          useFactory: (settings: EventlogSettings) => new CatchUp({ ...settings, ...named(settings) }),
        },
        {
          provide: DeadLetters,
          inject: [EVENTLOG_SETTINGS, Shell, BatchTransport],
          useFactory: ({ pool }: EventlogSettings, shell: Shell, { handlers }: BatchTransport) =>
            new DeadLetters({ pool, schema, shell, handlers }),
        },
      ],
      exports: [Activity, Shell, Relay, BatchTransport, CatchUp, DeadLetters, EventlogProgress],
    };
  }
}
