import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { Pool } from 'pg';
import { pruneReceipts } from '#eventlog/prune-receipts.js';
import { Shell } from '#eventlog/shell.js';
import { Config } from './config.js';
import { ServiceIdentity } from './service-identity.js';

const EVERY_MS = 3_600_000;

/** Answers kept under an Idempotency-Key go when the key has expired; looked for at the start and every hour, real time. */
@Injectable()
export class KeptAnswers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('kept-answers');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly pool: Pool,
    private readonly identity: ServiceIdentity,
    @Optional() @Inject(Shell) private readonly shell?: Shell,
  ) {}

  onApplicationBootstrap(): void {
    const schema = this.shell && this.identity.migrations?.schema;
    if (!schema) return;
    const prune = (): void => {
      this.#running = pruneReceipts(this.pool, schema, this.config.receiptDays).then(
        (count) => void (count > 0 && this.logger.log({ msg: 'expired answers were removed', count })),
        // The next hour comes; what is away shows in /readyz.
        () => {},
      );
    };
    this.#timer = setInterval(prune, EVERY_MS).unref();
    prune();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
