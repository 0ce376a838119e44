import { jest } from '@jest/globals';
import { Door } from '../test/door.js';

jest.setTimeout(60_000);

let door: Door;

beforeAll(async () => {
  door = await Door.open();
});

afterAll(() => door?.close());

describe('the gateway', () => {
  it('is ready only when all are', async () => {
    door.services.ledger.ready = false;
    expect((await door.call('GET', '/readyz')).status).toBe(503);
    expect((await door.call('GET', '/livez')).status).toBe(200);
    door.services.ledger.ready = true;
    expect((await door.call('GET', '/readyz')).status).toBe(200);
  });

  it('has one document of all, and pages that need nothing from elsewhere', async () => {
    const { body } = await door.call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/clock', '/v1/clock/advance', '/v1/ledger', '/v1/triage']),
    );
    for (const path of ['/', '/docs', '/watch']) {
      const page = await door.call('GET', path);
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.body).not.toMatch(/(src|href)="https?:/);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await door.call('GET', '/docs/assets/swagger-ui-bundle.js')).status).toBe(200);
    expect((await door.call('GET', '/docs/assets/package.json')).status).toBe(404);
  });
});
