import type { EventName } from '#contracts/catalogue.js';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { type ConsumerOptions, createConsumer, type EventConsumer } from './consumer.js';
import { isEventName } from './event-schemas.js';
import type { EventHandler } from './handle-records.js';

/**
 * Nest's way in: `app.connectMicroservice({ strategy: app.get(BatchTransport) })` collects the `@Reaction` methods.
 * `listen` never rejects: a broker that is away is waited for in the background.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  readonly handlers = new Map<EventName, EventHandler>();
  readonly consumer: EventConsumer;

  constructor(options: Omit<ConsumerOptions, 'handlers'>) {
    super();
    this.consumer = createConsumer({ ...options, handlers: this.handlers });
  }

  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const name = String(pattern);
    if (!isEventHandler || !isEventName(name)) throw new Error(`${name} is no event of the catalogue`);
    if (this.handlers.has(name)) throw new Error(`two reactions to ${name} in one service`);
    super.addHandler(name, callback, isEventHandler, extras);
    this.handlers.set(name, async (event) => {
      // Nest's wrapper answers with the method's result, or with an observable that fails as the method did.
      const result: unknown = await callback(event, undefined);
      return (isObservable(result) ? await lastValueFrom(result) : result) as ReturnType<EventHandler>;
    });
  }

  listen(callback: (...args: unknown[]) => unknown): void {
    // Without reactions there is nothing to read.
    if (this.handlers.size > 0) this.consumer.start();
    callback();
  }

  async close(): Promise<void> {
    await this.consumer.stop();
  }

  override on(): never {
    throw new Error('BatchTransport has no listeners');
  }

  override unwrap<T>(): T {
    return this.consumer as T;
  }
}
