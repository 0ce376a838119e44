import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { parse } from 'yaml';
import { serviceNames } from '#chassis/config.js';
import { freePort } from '#local-stack/free-port.js';
import { ServiceProcess } from '#local-system/service-process.js';
import { waitUntil } from '#testing/wait-until.js';

const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };
/** Passwords in addresses of databases are found by the preset; these say of themselves that they are none. */
const NOT_SECRET = /insecure-demo|:x@|nobody|\$\{/;

async function secretsIn(filePath: string, content: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { filePath, content, ext: '', contentType: 'text' },
    options: { config, noPhysicFilePath: true },
  });
  const lines = content.split('\n');
  return messages
    .filter(({ loc }) => !NOT_SECRET.test(lines[loc.start.line - 1] ?? ''))
    .map(({ loc, ruleId }) => `${filePath}:${loc.start.line} ${ruleId}`);
}

describe('row 23: secrets', () => {
  it('none stands in a file of the repository', async () => {
    const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
    expect(files.length).toBeGreaterThan(500);
    const found: string[] = [];
    for (const file of files) {
      const content = readFileSync(file);
      if (!content.includes(0)) found.push(...(await secretsIn(file, content.toString('utf8'))));
    }
    expect(found).toEqual([]);
  });

  it.each([
    [
      'a private key',
      () =>
        generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
          format: 'pem',
          type: 'pkcs8',
        }) as string,
    ],
    [
      'a database’s password',
      () => `postgres://liandong:${randomBytes(12).toString('hex')}@db.example:5432/liandong`,
    ],
    [
      'a package registry’s token',
      () => `//registry.example/:_authToken=npm_${randomBytes(18).toString('hex')}`,
    ],
    ['a code host’s token', () => `GH_TOKEN=ghp_${randomBytes(18).toString('hex')}`],
  ])('%s would be found', async (_, planted) => {
    expect(await secretsIn('planted.env', planted())).toHaveLength(1);
  });

  describe('those that everybody knows', () => {
    interface Compose {
      readonly services: Record<string, { readonly environment: Record<string, string> }>;
    }
    const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
    const withDefaults = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'secrets-'));
      writeFileSync(join(folder, 'jwks.json'), '{"keys":[]}');
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const start = async (name: (typeof serviceNames)[number], demo: string) => {
      const port = await freePort();
      const given = Object.entries(compose.services[name]!.environment);
      const env = {
        ...Object.fromEntries(given.map(([key, value]) => [key, withDefaults(String(value))])),
        SERVICE_PORT: String(port),
        HOST: '127.0.0.1',
        KAFKA_BROKERS: '127.0.0.1:1',
        PROFILES_DIR: 'profiles',
        AUTH_JWKS_FILE: join(folder, 'jwks.json'),
        DEMO: demo,
      };
      const service = new ServiceProcess(
        name,
        env,
        join(folder, `${name}-${demo}.log`),
        `http://127.0.0.1:${port}`,
      );
      service.start();
      return service;
    };

    it.each(serviceNames)('%s does not start with them, and says which without saying them', async (name) => {
      const service = await start(name, '0');
      await waitUntil(() => !service.running, { what: `${name} to end` });
      const said = service.logTail();
      for (const variable of ['DATABASE_URL', 'SEAL_KEYS', 'INTERNAL_TOKEN'])
        expect(said).toContain(`${variable} is the default that everybody knows`);
      expect(said).not.toMatch(/insecure-demo|aW5zZWN1cmUt/);
    });

    it('a demo takes them', async () => {
      const service = await start('gateway', '1');
      try {
        await waitUntil(async () => (await fetch(`${service.url}/livez`)).ok, {
          what: 'the gateway to live',
        });
      } finally {
        await service.stop();
      }
    });
  });
});
