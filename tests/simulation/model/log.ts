import type { Received } from '#contracts/catalogue.js';
import type { ServiceName } from './services.js';

/** An event as it stands in the outbox and on the log. */
export interface LogRecord extends Received {
  readonly requestId: string;
  readonly writer: ServiceName;
}

/** Few, so that requests share them: a crash between commit and offset commit delivers all of a partition again. */
export const PARTITIONS = 3;

/** The one topic: records of a request always go to the same partition, and stand there in the order they were sent. */
export class Log {
  readonly partitions: LogRecord[][] = Array.from({ length: PARTITIONS }, () => []);

  append(record: LogRecord): void {
    this.partitions[partitionOf(record.requestId)]!.push(record);
  }
}

/** Ids end in the number of the request within its wave. */
export const partitionOf = (requestId: string): number =>
  (requestId.charCodeAt(requestId.length - 1) + requestId.charCodeAt(requestId.length - 2) * 3) % PARTITIONS;
