import { CityClient } from '../../dist/cli/src/city/city-client.js';
import { sampleClaims } from '../../dist/cli/src/city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '../../dist/cli/src/city/seed-city.js';
import { repositoryRoot } from '../../dist/libs/local-stack/src/repository-root.js';
import { startSystem } from '../../dist/libs/local-system/src/start-system.js';
import { ProfileStore } from '../../dist/libs/profile/src/profile-store.js';
import { HttpClient } from '../harness/http-client.mjs';

const JURISDICTION = '310106';

/**
 * The seven services on the stack, with the demo city registered through REST. `blocks` are the places of one jurisdiction:
 * `{ code, resident, officer }`, the last two tokens of somebody who asks there and of the office that holds what is asked.
 */
export async function startCity(stack, { env = {} } = {}) {
  const system = await startSystem({
    databaseUrl: stack.databaseUrl,
    kafkaBrokers: stack.kafkaBrokers,
    jurisdictions: JURISDICTIONS,
    clock: { mode: 'real' },
    env,
  });
  try {
    const profiles = ProfileStore.load(`${repositoryRoot}/profiles`, JURISDICTIONS);
    const profileOf = (code) => profiles.forJurisdiction(code).profile;
    const registries = await seedCity(
      new CityClient(system.baseUrl, (claims) => system.mint(claims)),
      profileOf,
    );
    const profile = profileOf(JURISDICTION);
    const registry = registries.get(JURISDICTION);
    const [lowest] = profile.levels;
    const areas = registry.areas.filter(({ level }) => level === lowest.id);
    const blocks = await Promise.all(
      areas.map(async ({ code }, index) => {
        const office = `o-${code}`;
        const { id } = registry.officers.find(({ officeCode }) => officeCode === office);
        return {
          code,
          resident: await system.mint({
            ...sampleClaims(registry, profile, JURISDICTION).resident,
            sub: `resident-${index}`,
          }),
          officer: await system.mint({
            sub: id,
            role: 'officer',
            jurisdiction: JURISDICTION,
            level: lowest.id,
            area: code,
            office,
          }),
        };
      }),
    );
    const http = new HttpClient(system.baseUrl);
    return {
      system,
      http,
      blocks,
      async stop() {
        http.end();
        await system.stop();
      },
    };
  } catch (error) {
    await system.stop();
    throw error;
  }
}
