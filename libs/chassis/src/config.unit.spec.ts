import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, ConfigFault, readConfig } from './config.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const jwks = join(folder, 'jwks.json');
writeFileSync(jwks, '{"keys":[]}');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = {
  SERVICE_PORT: '3001',
  DATABASE_URL: 'postgres://liandong_intake:x@127.0.0.1:5432/liandong',
  KAFKA_BROKERS: '127.0.0.1:9092, [::1]:9093',
  PROFILES_DIR: folder,
  JURISDICTIONS: '[{"code":"310106","name":"静安区","profile":"shanghai"}]',
  AUTH_ISSUER: 'https://issuer.invalid',
  AUTH_AUDIENCE: 'liandong',
  AUTH_JWKS_FILE: jwks,
  SEAL_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')},k0:${Buffer.alloc(32, 2).toString('base64')}`,
  INTERNAL_TOKEN: 'a-token-long-enough',
  LEDGER_URL: 'http://127.0.0.1:3006',
};

const faultsOf = (change: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig({ ...good, ...change });
    return [];
  } catch (error) {
    return (error as ConfigFault).faults;
  }
};

describe('readConfig', () => {
  it('reads a whole environment', () => {
    const config = readConfig(good);
    expect(config).toBeInstanceOf(Config);
    expect(config.port).toBe(3001);
    expect(config.kafka).toEqual({
      brokers: ['127.0.0.1:9092', '[::1]:9093'],
      topicPrefix: '',
      partitions: 48,
      security: {},
    });
    expect(config.sealKeys.map(({ id }) => id)).toEqual(['k1', 'k0']);
    expect(config.urls).toEqual({ ledger: 'http://127.0.0.1:3006' });
    expect(config.clock).toBe('real');
  });

  it('names every fault at once', () => {
    expect(() => readConfig({})).toThrow(ConfigFault);
    const faults = faultsOf({
      DATABASE_URL: 'mysql://x',
      CLOCK: 'moon',
      SERVICE_PORT: '99999',
      SEAL_KEYS: 'k1:AAAA',
    });
    for (const name of ['DATABASE_URL', 'CLOCK', 'SERVICE_PORT', 'SEAL_KEYS'])
      expect(faults.some((fault) => fault.includes(name))).toBe(true);
  });

  it.each([
    [{ AUTH_JWKS_URL: 'https://issuer.invalid/jwks' }, 'exactly one of'],
    [{ AUTH_JWKS_FILE: undefined }, 'exactly one of'],
    [{ AUTH_JWKS_FILE: '/nowhere/jwks.json' }, 'AUTH_JWKS_FILE'],
    [{ INTERNAL_TOKEN: 'short' }, 'INTERNAL_TOKEN'],
    [{ JURISDICTIONS: '{}' }, 'JURISDICTIONS'],
    [{ JURISDICTIONS: '[{"code":"31"}]' }, 'JURISDICTIONS'],
    [{ KAFKA_BROKERS: 'broker' }, 'KAFKA_BROKERS'],
    [{ PROFILES_DIR: '/nowhere' }, 'PROFILES_DIR'],
    [{ LEDGER_URL: 'ledger' }, 'LEDGER_URL'],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES'],
    [{ TRUSTED_PROXIES: 'proxy' }, 'TRUSTED_PROXIES'],
    [{ RATE_LIMITS: 'none' }, 'RATE_LIMITS'],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_USERNAME'],
    [{ KAFKA_SASL_MECHANISM: 'oauth' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SASL_USERNAME: 'liandong_intake' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SSL: 'yes' }, 'KAFKA_SSL'],
    [{ KAFKA_SSL_CA_FILE: '/nowhere/ca.pem' }, 'KAFKA_SSL_CA_FILE'],
  ])('refuses %j', (change, word) => {
    expect(faultsOf(change as never).join()).toContain(word);
  });

  it('shows no secret in its faults', () => {
    const faults = faultsOf({ INTERNAL_TOKEN: 's3cret', DATABASE_URL: 'nonsense-s3cret' }).join();
    expect(faults).not.toContain('s3cret');
  });
});
