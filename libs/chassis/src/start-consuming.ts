import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventlogStatus } from './eventlog-status.js';

/** Connects the event log's transport, if the service has one; `begin` starts it without waiting for a broker. */
export function startConsuming(app: NestFastifyApplication): { begin(): void } {
  const { transport } = app.get(EventlogStatus);
  if (!transport) return { begin: () => {} };
  app.connectMicroservice({ strategy: transport });
  return {
    begin: () =>
      void app.startAllMicroservices().catch((error: unknown) => {
        new Logger('consumer').fatal({ msg: 'the event log cannot be consumed', err: error });
      }),
  };
}
