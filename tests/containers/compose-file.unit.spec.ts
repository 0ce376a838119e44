import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readConfig, serviceNames } from '#chassis/config.js';
import { asVariables, brokerSettings } from '#local-stack/kafka-settings.js';
import { asArguments, postgresSettings } from '#local-stack/postgres-settings.js';
import { serviceEnvironment, serviceFlags } from '#local-system/service-flags.js';
import { readNoticeConfig } from '../../services/notification/src/notice-config.js';

interface Service {
  readonly command?: string[];
  readonly environment?: Record<string, string | null>;
  readonly ports?: string[];
  readonly cpu_shares?: number;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  readonly services: Record<string, Service>;
};
/** `${NAME:-default}`, `${NAME-default}` → default */
const withDefaults = (text: string): string => text.replace(/\$\{\w+:?-([^}]*)\}/g, '$1');
/** As it is when nothing is set: a variable without a value is handed on only then. */
const environmentOf = (service: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[service]!.environment ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [[name, withDefaults(String(value))]],
    ),
  );
// Two of them name files of the container.
const here = { AUTH_JWKS_FILE: 'package.json', PROFILES_DIR: 'profiles' };

/** The names a function reads from an environment. */
function namesRead(env: Record<string, string>, read: (env: Record<string, string>) => unknown): string[] {
  const names = new Set<string>();
  read(
    new Proxy(env, {
      get: (target, name: string) => {
        names.add(name);
        return target[name];
      },
    }),
  );
  return [...names];
}

describe('docker-compose.yml', () => {
  it.each(serviceNames)('%s is given an environment it can start with', (name) => {
    const config = readConfig({ ...environmentOf(name), ...here });
    expect(config.databaseUrl).toContain(`liandong_${name}`);
    expect(config.jurisdictions.map(({ profile }) => existsSync(`profiles/${profile}.yaml`))).toEqual([
      true,
      true,
    ]);
  });

  it('lets those services go behind that do so by themselves beside others on one machine', () => {
    const behind = serviceNames.filter((name) =>
      /background: true/.test(readFileSync(`services/${name}/src/main.ts`, 'utf8')),
    );
    expect(behind).toEqual(['escalation', 'notification']);
    expect(serviceNames.filter((name) => (compose.services[name]!.cpu_shares ?? 1_024) < 1_024)).toEqual(
      behind,
    );
  });

  it('gives no service a variable it does not read', () => {
    const environment = { ...environmentOf('notification'), ...here };
    const read = [
      ...namesRead(environment, readConfig),
      ...['sms', 'smtp', 'webhook'].flatMap((NOTICE_CHANNEL) => {
        const set = {
          NOTICE_SMS_URL: 'https://sms.invalid',
          NOTICE_SMTP_URL: 'smtp://smtp.invalid',
          NOTICE_SMTP_FROM: 'a@smtp.invalid',
          NOTICE_SMTP_DOMAIN: 'smtp.invalid',
          NOTICE_WEBHOOK_URL: 'https://webhook.invalid',
          NOTICE_WEBHOOK_SECRETS: 'whsec_aW5zZWN1cmUtZGVtby1rZXktaW5zZWN1cmU=',
        };
        return namesRead({ ...environment, ...set, NOTICE_CHANNEL }, readNoticeConfig);
      }),
    ];
    for (const name of serviceNames)
      expect(Object.keys(compose.services[name]!.environment!).filter((one) => !read.includes(one))).toEqual(
        [],
      );
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

  it('sets PostgreSQL and Kafka as every other way of starting them does', () => {
    expect(compose.services['postgres']!.command).toEqual(['postgres', ...asArguments(postgresSettings({}))]);
    expect(compose.services['kafka']!.environment).toMatchObject(asVariables(brokerSettings));
  });

  it('publishes on the loopback address only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('Dockerfile', () => {
  it('runs Node as services are run on a bare machine', () => {
    const [, given, rest] = /^ENV NODE_OPTIONS="(.*)" (.*)$/m.exec(readFileSync('Dockerfile', 'utf8'))!;
    expect(given!.split(' ')).toEqual(serviceFlags);
    expect(Object.fromEntries(rest!.split(' ').map((set) => set.split('=')))).toEqual(serviceEnvironment);
  });
});
