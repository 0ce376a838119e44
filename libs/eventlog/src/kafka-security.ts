import { readFileSync } from 'node:fs';
import type { KafkaConfig } from 'kafkajs';

/** How clients prove who they are to the brokers, and whom they take for a broker; empty: neither. */
export type KafkaSecurity = Pick<KafkaConfig, 'sasl' | 'ssl'>;

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
type Mechanism = (typeof MECHANISMS)[number];

/**
 * From KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD, KAFKA_SSL (`true`) and KAFKA_SSL_CA_FILE (PEM; implies
 * KAFKA_SSL). Faults are added to the list, never with a value.
 */
export function readKafkaSecurity(
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): KafkaSecurity {
  const sasl = saslOf(env, faults);
  const ssl = sslOf(env, faults);
  return { ...(sasl ? { sasl } : {}), ...(ssl ? { ssl } : {}) };
}

function saslOf(env: Readonly<Record<string, string | undefined>>, faults: string[]): KafkaConfig['sasl'] {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = env;
  if (!mechanism) {
    if (username || password) faults.push('KAFKA_SASL_MECHANISM is missing');
    return undefined;
  }
  if (!MECHANISMS.includes(mechanism as Mechanism))
    faults.push(`KAFKA_SASL_MECHANISM must be one of ${MECHANISMS.join(', ')}`);
  if (!username) faults.push('KAFKA_SASL_USERNAME is missing');
  if (!password) faults.push('KAFKA_SASL_PASSWORD is missing');
  return { mechanism: mechanism as 'plain', username: username ?? '', password: password ?? '' };
}

function sslOf(env: Readonly<Record<string, string | undefined>>, faults: string[]): KafkaConfig['ssl'] {
  const { KAFKA_SSL: asked, KAFKA_SSL_CA_FILE: file } = env;
  if (asked && asked !== 'true' && asked !== 'false') faults.push('KAFKA_SSL must be true or false');
  if (!file) return asked === 'true';
  try {
    return { ca: [readFileSync(file, 'utf8')] };
  } catch {
    faults.push('KAFKA_SSL_CA_FILE names a file that cannot be read');
    return undefined;
  }
}
