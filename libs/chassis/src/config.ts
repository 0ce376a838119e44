import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { type KafkaSecurity, readKafkaSecurity } from '#eventlog/kafka-security.js';
import { insecureDefaults } from './insecure-defaults.js';
import { type RateLimits, readRateLimits } from './rate-limits.js';

export interface Jurisdiction {
  /** Root area code. */
  readonly code: string;
  readonly name: string;
  /** Name of the profile in force there. */
  readonly profile: string;
}

export interface SealKey {
  readonly id: string;
  readonly key: Buffer;
}

export const serviceNames = [
  'intake',
  'triage',
  'assignment',
  'escalation',
  'notification',
  'ledger',
  'gateway',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a service is told by its environment; injectable, never changed after start. */
export class Config {
  readonly port!: number;
  readonly host!: string;
  /** The service's own role, never the administrator. */
  readonly databaseUrl!: string;
  readonly kafka!: {
    readonly brokers: readonly string[];
    readonly security: KafkaSecurity;
    readonly topicPrefix: string;
    readonly partitions: number;
  };
  readonly profilesDir!: string;
  readonly jurisdictions!: readonly Jurisdiction[];
  readonly auth!: {
    readonly issuer: string;
    readonly audience: string;
    readonly jwksUrl: string | null;
    readonly jwksFile: string | null;
  };
  /** The first seals, all open. */
  readonly sealKeys!: readonly SealKey[];
  readonly clock!: 'real' | 'virtual';
  readonly internalToken!: string;
  /** Base URLs of the other services, as far as they were given. */
  readonly urls!: Readonly<Partial<Record<ServiceName, string>>>;
  readonly logLevel!: string;
  /** Days after its end that a request keeps names, phones and texts; 0: for ever. */
  readonly retentionDays!: number;
  /** Days for which the answer to an Idempotency-Key is kept. */
  readonly receiptDays!: number;
  /** A demo: secrets that everybody knows are taken, and caught notices are shown to everybody. */
  readonly demo!: boolean;
  /** Addresses and nets of the proxies in front, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies!: readonly string[];
  readonly rateLimits!: RateLimits;
}

/** Every fault of the environment at once, so that one start shows all that is to be mended. */
export class ConfigFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigFault';
  }
}

/** @throws ConfigFault naming every variable that is missing or wrong */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const text = (name: string, fallback?: string): string => {
    const value = env[name]?.trim() || fallback;
    if (value === undefined) faults.push(`${name} is missing`);
    return value ?? '';
  };
  const whole = (name: string, fallback: string, least: number, most: number): number => {
    const value = Number(text(name, fallback));
    if (!Number.isInteger(value) || value < least || value > most)
      faults.push(`${name} must be a whole number from ${least} to ${most}`);
    return value;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = text(name, fallback) as T;
    if (!allowed.includes(value)) faults.push(`${name} must be one of ${allowed.join(', ')}`);
    return value;
  };
  const url = (name: string, protocols: readonly string[], value = text(name)): string => {
    if (value && !(URL.canParse(value) && protocols.includes(new URL(value).protocol)))
      faults.push(`${name} must be a URL of ${protocols.join(' or ')}`);
    return value;
  };

  const config: Config = {
    port: whole('SERVICE_PORT', '0', 0, 65_535),
    host: text('HOST', '127.0.0.1'),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    kafka: {
      brokers: brokers(text('KAFKA_BROKERS'), faults),
      security: readKafkaSecurity(env, faults),
      topicPrefix: env['TOPIC_PREFIX'] ?? '',
      partitions: whole('PARTITIONS', '48', 1, 10_000),
    },
    profilesDir: folder(text('PROFILES_DIR', 'profiles'), faults),
    jurisdictions: jurisdictions(env['JURISDICTIONS'] ?? '[]', faults),
    auth: {
      issuer: text('AUTH_ISSUER'),
      audience: text('AUTH_AUDIENCE'),
      jwksUrl: env['AUTH_JWKS_URL'] ? url('AUTH_JWKS_URL', ['https:', 'http:']) : null,
      jwksFile: env['AUTH_JWKS_FILE'] || null,
    },
    sealKeys: sealKeys(text('SEAL_KEYS'), faults),
    clock: oneOf('CLOCK', ['real', 'virtual'], 'real'),
    internalToken: text('INTERNAL_TOKEN'),
    urls: Object.fromEntries(
      serviceNames
        .map((name) => [name, env[`${name.toUpperCase()}_URL`]] as const)
        .filter(([, value]) => value)
        .map(([name, value]) => [name, url(`${name.toUpperCase()}_URL`, ['http:', 'https:'], value)]),
    ),
    logLevel: oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
    receiptDays: whole('RECEIPT_DAYS', '30', 1, 3_650),
    retentionDays: whole('RETENTION_DAYS', '1095', 0, 36_500),
    demo: oneOf('DEMO', ['0', '1'], '0') === '1',
    trustedProxies: networks('TRUSTED_PROXIES', env, faults),
    rateLimits: readRateLimits(env['RATE_LIMITS'], faults),
  };
  if (!config.auth.jwksUrl === !config.auth.jwksFile)
    faults.push('exactly one of AUTH_JWKS_URL and AUTH_JWKS_FILE is needed');
  if (config.auth.jwksFile && !existsSync(config.auth.jwksFile))
    faults.push('AUTH_JWKS_FILE names a file that is not there');
  if (config.internalToken && config.internalToken.length < 16)
    faults.push('INTERNAL_TOKEN must have at least 16 characters');
  if (!config.demo)
    for (const name of insecureDefaults(env))
      faults.push(`${name} is the default that everybody knows (DEMO=1 takes it, for a demo on one machine)`);
  if (faults.length > 0) throw new ConfigFault(faults);
  return Object.assign(Object.create(Config.prototype) as Config, config);
}

function brokers(list: string, faults: string[]): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (list && names.some((name) => !/^[^\s:]+:\d{1,5}$|^\[[\da-fA-F:]+\]:\d{1,5}$/.test(name)))
    faults.push('KAFKA_BROKERS must be host:port, separated by commas');
  return names;
}

function folder(path: string, faults: string[]): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) faults.push('PROFILES_DIR names no folder');
  return path;
}

function jurisdictions(json: string, faults: string[]): Jurisdiction[] {
  const shape = 'JURISDICTIONS must be JSON like [{"code":"310106","name":"静安区","profile":"shanghai"}]';
  try {
    const list: unknown = JSON.parse(json);
    if (!Array.isArray(list) || !list.every(isJurisdiction)) {
      faults.push(shape);
      return [];
    }
    if (new Set(list.map((one) => one.code)).size < list.length)
      faults.push('JURISDICTIONS names a code twice');
    return list;
  } catch {
    faults.push(shape);
    return [];
  }
}

function isJurisdiction(value: unknown): value is Jurisdiction {
  const one = value as Partial<Record<keyof Jurisdiction, unknown>> | null;
  return (
    typeof one?.code === 'string' &&
    /^\d{2,15}$/.test(one.code) &&
    typeof one.name === 'string' &&
    typeof one.profile === 'string'
  );
}

/** @throws ConfigFault where `SEAL_KEYS` cannot be read */
export function readSealKeys(list: string): SealKey[] {
  const faults: string[] = [];
  const keys = sealKeys(list, faults);
  if (faults.length > 0) throw new ConfigFault(faults);
  return keys;
}

function sealKeys(list: string, faults: string[]): SealKey[] {
  const keys: SealKey[] = [];
  for (const item of list.split(',').filter(Boolean)) {
    const colon = item.indexOf(':');
    const id = item.slice(0, Math.max(colon, 0)).trim();
    const key = Buffer.from(item.slice(colon + 1), 'base64');
    if (!/^[A-Za-z0-9._-]+$/.test(id) || key.length !== 32)
      faults.push('SEAL_KEYS must be id:<base64 of 32 bytes>, separated by commas');
    else if (keys.some((other) => other.id === id)) faults.push(`SEAL_KEYS names ${id} twice`);
    else keys.push({ id, key });
  }
  return keys;
}

/** Addresses or nets in CIDR, separated by commas. */
export function networks(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  faults: string[],
): string[] {
  const list = (env[name] ?? '').split(',').map((one) => one.trim());
  const nets = list.filter(Boolean);
  if (!nets.every(isNetwork))
    faults.push(`${name} must be addresses or nets like 10.0.0.0/8, separated by commas`);
  return nets.filter(isNetwork);
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}
