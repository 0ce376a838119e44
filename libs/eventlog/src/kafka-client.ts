import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Logger } from '@nestjs/common';
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import type { KafkaSecurity } from './kafka-security.js';
import { mendKafkajs } from './mended-kafkajs/mend-kafkajs.js';

mendKafkajs();

export interface KafkaAccess {
  /** `host:port` of each broker. */
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity;
}

/**
 * A client that gives up soon: the loops above it go on for ever with their own back-off, and tell their state meanwhile.
 * 10 s per request finds a broker that hangs with its connection open.
 */
export function kafkaClient({ brokers, security }: KafkaAccess, clientId: string, retries = 3): Kafka {
  const log = new Logger('kafka');
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ...security,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    // Minded by `everyRequestEnds`.
    enforceRequestTimeout: false,
    authenticationTimeout: 10_000,
    socketFactory,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries },
    logLevel: logLevel.ERROR,
    // Every failed try would be told as an error; what matters is told by those who use the client.
    logCreator: () => (entry) => log.debug(`${entry.log.message} (${clientId})`),
  });
}

// As kafkajs's own, without Nagle's delay: small requests must not wait for the acknowledgement of the one before.
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(/^[\d.:]+$/.test(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  return socket;
};
