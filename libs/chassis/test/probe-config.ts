import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '#chassis/config.js';
import { createIssuer, type Issuer } from '#chassis/mint-token.js';

export interface ProbeConfig {
  readonly issuer: Issuer;
  readonly env: Readonly<Record<string, string>>;
  config(overrides: Record<string, string>): Config;
  remove(): void;
}

/** An environment a service starts with, and the issuer whose keys it trusts. */
export async function probeConfig(): Promise<ProbeConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'chassis-'));
  const issuer = await createIssuer();
  const jwksFile = join(folder, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify(issuer.jwks));
  const env = {
    KAFKA_BROKERS: '127.0.0.1:1',
    PROFILES_DIR: folder,
    JURISDICTIONS: '[]',
    AUTH_ISSUER: issuer.issuer,
    AUTH_AUDIENCE: issuer.audience,
    AUTH_JWKS_FILE: jwksFile,
    SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    INTERNAL_TOKEN: 'internal-token-of-the-tests',
    LOG_LEVEL: 'silent',
  };
  return {
    issuer,
    env,
    config: (overrides) => readConfig({ ...env, ...overrides }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
