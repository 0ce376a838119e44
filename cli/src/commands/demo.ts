import { Command } from 'commander';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIssuer } from '#chassis/mint-token.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import type { Profile } from '#profile/model.js';
import { ProfileStore } from '#profile/profile-store.js';
import { buildRegistry } from '../city/build-registry.js';
import { CityClient } from '../city/city-client.js';
import { CITY } from '../city/city-plan.js';
import { sampleClaims } from '../city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '../city/seed-city.js';
import { reach, withReach } from './reach.js';

const VALID = '30 days';

/** For systems that `npm start` does not run, e.g. those of docker-compose.yml. */
export function demoCommand(): Command {
  const command = new Command('demo').description(
    '演示用的密钥与城市 / keys and city of the demo; insecure, not for a real one',
  );
  command
    .command('keys <dir>')
    .description('生成签发密钥与令牌:jwks.json、tokens.json / make a signing key and tokens')
    .action(async (dir: string) => {
      // Running it again must not shut out whoever holds a token.
      if (existsSync(join(dir, 'jwks.json'))) return;
      mkdirSync(dir, { recursive: true });
      const issuer = await createIssuer({
        issuer: process.env['AUTH_ISSUER'],
        audience: process.env['AUTH_AUDIENCE'],
      });
      const profileOf = profiles();
      const tokens: Record<string, Record<string, string>> = {};
      for (const city of CITY) {
        const profile = profileOf(city.code);
        const claims = sampleClaims(buildRegistry(city, profile), profile, city.code);
        const minted = Object.entries(claims).map(
          async ([name, c]) => [name, await issuer.mint(c, VALID)] as const,
        );
        tokens[city.code] = Object.fromEntries(await Promise.all(minted));
      }
      writeFileSync(join(dir, 'tokens.json'), JSON.stringify(tokens, null, 2));
      writeFileSync(join(dir, 'jwks.json'), JSON.stringify(issuer.jwks));
    });
  withReach(command.command('seed'))
    .description('登记演示城市 / register the demo city')
    .option('--tokens <file>', 'tokens.json of `demo keys`')
    .action(async (options: { url?: string; token?: string; tokens?: string }) => {
      const token = options.tokens ? firstAdmin(options.tokens) : options.token;
      const to = reach({ ...options, ...(token ? { token } : {}) });
      await seedCity(new CityClient(to.url, () => Promise.resolve(to.token)), profiles());
      process.stdout.write('完成 / done\n');
    });
  return command;
}

function profiles(): (jurisdiction: string) => Profile {
  const store = ProfileStore.load(join(repositoryRoot, 'profiles'), JURISDICTIONS);
  return (code) => store.forJurisdiction(code)!.profile;
}

function firstAdmin(file: string): string {
  const tokens = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return Object.values(tokens)[0]!['admin']!;
}
