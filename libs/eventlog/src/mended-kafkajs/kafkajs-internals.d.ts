/** Not typed by the package: what waits on one connection to a broker, and what is on its way there. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export interface SocketRequest {
    /** Epoch ms. */
    readonly sentAt: number;
    /** ms. */
    readonly requestTimeout: number;
    timeoutRequest(): void;
  }

  export default class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly clientId: string;
      readonly broker: string;
      readonly logger: { namespace(): unknown; debug(): void };
    });
    readonly clientId: string;
    readonly pending: readonly unknown[];
    readonly inflight: ReadonlyMap<number, SocketRequest>;
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    maybeThrottle(ms: number): void;
    push(request: {
      readonly entry: { readonly correlationId: number; readonly resolve: () => void };
      readonly expectResponse: boolean;
      readonly sendRequest: () => void;
    }): void;
    sendSocketRequest(request: SocketRequest): void;
    fulfillRequest(response: { correlationId: number; size: number; payload: unknown }): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}

/** Not typed by the package: one of the two connections to a broker. */
declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';
  import type { ISocketFactory } from 'kafkajs';
  import type RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

  export default class Connection {
    constructor(options: {
      readonly host: string;
      readonly port: number;
      readonly logger: unknown;
      readonly socketFactory: ISocketFactory;
      readonly connectionTimeout: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
    });
    readonly host: string;
    readonly port: number;
    readonly socket?: Socket;
    readonly requestQueue: RequestQueue;
    /** Of an answer that has not come in full. */
    chunks: Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    isConnected(): boolean;
    connect(): Promise<true>;
    send(protocol: { readonly request: unknown; readonly response: unknown }): Promise<unknown>;
    rejectRequests(error: Error): void;
    disconnect(): Promise<true>;
  }
}

/** Not typed by the package. */
declare module 'kafkajs/src/protocol/requests/apiVersions/index.js' {
  export const protocol: (of: { readonly version: number }) => () => {
    readonly request: unknown;
    readonly response: unknown;
  };
}

/** Not typed by the package: one consumer's place in its group. */
declare module 'kafkajs/src/consumer/consumerGroup.js' {
  export default class ConsumerGroup {
    readonly groupId: string;
    /** null: none. */
    readonly memberId: string | null;
    fetch(nodeId: string): Promise<unknown>;
    heartbeat(every: { readonly interval: number }): Promise<void>;
    joinAndSync(): Promise<void>;
  }
}

/** Not typed by the package: what a request is written into. */
declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    static nextPowerOfTwo: (bytes: number) => number;
    buf: Buffer;
    /** Bytes written. */
    offset: number;
    readonly buffer: Buffer;
    ensureAvailable(bytes: number): void;
    writeString(value: string): this;
    writeVarIntString(value: string): this;
    writeVarInt(value: number): this;
    writeUVarInt(value: number): this;
    writeEncoder(value: Encoder): this;
  }
}

/** Not typed by the package: what an answer is read from. */
declare module 'kafkajs/src/protocol/decoder.js' {
  import type { IHeaders } from 'kafkajs';

  export default class Decoder {
    constructor(buffer: Buffer);
    readonly buffer: Buffer;
    /** Of the next byte to be read. */
    offset: number;
    readVarInt(): number;
    readVarIntArray(): { reduce(): IHeaders };
  }
}

/** Not typed by the package. */
declare module 'kafkajs/src/protocol/recordBatch/record/v0/index.js' {
  import type { IHeaders } from 'kafkajs';
  import type Encoder from 'kafkajs/src/protocol/encoder.js';

  export default function encodeRecord(record: { key: string; value: string; headers: IHeaders }): Encoder;
}

/** Not typed by the package. */
declare module 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js' {
  import type { KafkaMessage } from 'kafkajs';
  import type Decoder from 'kafkajs/src/protocol/decoder.js';

  export default function decodeRecord(
    decoder: Decoder,
    batch: { readonly firstOffset: string; readonly firstTimestamp: string },
  ): KafkaMessage;
}

/** Not typed by the package. */
declare module 'kafkajs/src/protocol/error.js' {
  export const createErrorFromCode: (code: number) => Error;
}

/** Not typed by the package. */
declare module 'kafkajs/src/errors.js' {
  import { KafkaJSConnectionError } from 'kafkajs';

  export class KafkaJSConnectionClosedError extends KafkaJSConnectionError {
    constructor(message: string, at: { readonly host: string; readonly port: number });
  }
}

/** Not typed by the package: the hash of a key, of 32 bits. */
declare module 'kafkajs/src/producer/partitioners/default/murmur2.js' {
  export default function murmur2(key: string): number;
}
