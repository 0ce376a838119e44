import type { Profile } from '#profile/model.js';
import { buildRegistry, type RegistryRows, registryFiles } from './build-registry.js';
import type { CityClient } from './city-client.js';
import { CITY } from './city-plan.js';
import { ADMIN } from './sample-tokens.js';

/** Registers the demo city through the public interface; importing it again changes nothing. */
export async function seedCity(
  client: CityClient,
  profileOf: (jurisdiction: string) => Profile,
): Promise<Map<string, RegistryRows>> {
  const registries = new Map<string, RegistryRows>();
  for (const city of CITY) {
    const rows = buildRegistry(city, profileOf(city.code));
    for (const { kind, csv } of registryFiles(rows))
      await client.send('POST', `/v1/registry/imports/${kind}`, ADMIN, csv);
    registries.set(city.code, rows);
  }
  return registries;
}

export const JURISDICTIONS = CITY.map(({ code, name, profile }) => ({ code, name, profile }));
