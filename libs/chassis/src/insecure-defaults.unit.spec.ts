import { insecureDefaults } from './insecure-defaults.js';

describe('secrets that everybody knows', () => {
  it('are found in the clear and in base64, by name only', () => {
    const key = Buffer.from('insecure-demo-key-insecure-demo-').toString('base64');
    const env = {
      DATABASE_URL: 'postgres://liandong_intake:insecure-demo-role-password@postgres:5432/liandong',
      SEAL_KEYS: `k2:${Buffer.alloc(32, 7).toString('base64')},demo:${key}`,
      INTERNAL_TOKEN: 'insecure-demo-internal-token',
      ROLE_PASSWORD_INTAKE: 'insecure-demo-intake-password',
      KAFKA_SASL_PASSWORD: 'insecure-demo-kafka',
      PROFILES_DIR: '/insecure-demo',
    };
    expect(insecureDefaults(env).toSorted()).toEqual([
      'DATABASE_URL',
      'INTERNAL_TOKEN',
      'KAFKA_SASL_PASSWORD',
      'ROLE_PASSWORD_INTAKE',
      'SEAL_KEYS',
    ]);
  });

  it('are not found in what is one’s own', () => {
    const own = { DATABASE_URL: 'postgres://a:b@c/d', SEAL_KEYS: undefined, INTERNAL_TOKEN: 'x'.repeat(40) };
    expect(insecureDefaults(own)).toEqual([]);
  });
});
