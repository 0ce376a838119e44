import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readConfig, serviceNames } from '#chassis/config.js';
import { serviceFlags } from '#local-system/service-flags.js';

interface Compose {
  readonly services: Record<
    string,
    { readonly command?: string[]; readonly environment?: Record<string, string>; readonly ports?: string[] }
  >;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
/** `${NAME:-default}` → default */
const withDefaults = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const environmentOf = (service: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[service]!.environment ?? {}).map(([name, value]) => [
      name,
      withDefaults(String(value)),
    ]),
  );

describe('docker-compose.yml', () => {
  it.each(serviceNames)('%s is given an environment it can start with', (name) => {
    // Two of them name files of the container.
    const here = { AUTH_JWKS_FILE: 'package.json', PROFILES_DIR: 'profiles' };
    const config = readConfig({ ...environmentOf(name), ...here });
    expect(config.databaseUrl).toContain(`liandong_${name}`);
    expect(config.jurisdictions.map(({ profile }) => existsSync(`profiles/${profile}.yaml`))).toEqual([
      true,
      true,
    ]);
  });

  it.each(serviceNames)('%s runs a file that is built', (name) => {
    const script = compose.services[name]!.command!.at(-1)!;
    expect(existsSync(script.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
  });

  it('names services by the addresses they have in it', () => {
    const { environment } = compose.services['gateway']!;
    for (const name of serviceNames)
      expect(environment![`${name.toUpperCase()}_URL`]).toBe(`http://${name}:8080`);
  });

  it('publishes on the loopback address only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('Dockerfile', () => {
  it('runs Node as services are run on a bare machine', () => {
    const given = /^ENV NODE_OPTIONS="(.*)"$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1];
    expect(given?.split(' ')).toEqual(serviceFlags);
  });
});
