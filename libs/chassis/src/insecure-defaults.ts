/** What docker-compose.yml fills in where nobody gives a secret says so in its value. */
const KNOWN = /insecure-demo/;

/**
 * Variables whose value is a default that stands in the repository, in the clear or in base64.
 * @returns their names, never their values
 */
export function insecureDefaults(env: Readonly<Record<string, string | undefined>>): string[] {
  const named = Object.entries(env).filter(([name]) => SECRETS.test(name));
  return named
    .filter(([, value]) => forms(value ?? '').some((form) => KNOWN.test(form)))
    .map(([name]) => name);
}

const SECRETS = /^(DATABASE_URL|SEAL_KEYS|INTERNAL_TOKEN|.*_(PASSWORD(_[A-Z]+)?|SECRETS?|TOKENS?|KEYS?))$/;

/** The value, and what each part of it (`id:<base64>`) would be. */
const forms = (value: string): string[] => [
  value,
  ...value.split(/[,:]/).map((part) => Buffer.from(part, 'base64').toString('latin1')),
];
