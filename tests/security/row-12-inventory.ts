import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '#chassis/config.js';
import type { Edge } from './edge.js';

/** Beside what the document describes: asked by operators and by browsers, each served by the chassis or the gateway itself. */
const OPERATIONS = ['/livez', '/readyz', '/metrics', '/openapi.json'];
const PAGES = ['/', '/watch', '/docs', '/docs/assets/*'];
/** The way through the gateway; where it leads is its route table. */
const PROXY = ['/v1', '/v1/', '/v1/*', '/dev', '/dev/', '/dev/*'];
/** The same as `/dev/outbox.json`, for people. */
const FOR_PEOPLE = ['GET /dev/outbox'];

type Line =
  | { readonly method: string; readonly url: string }
  | { readonly listens: { readonly address: string; readonly port: number } };

export function row12(edge: () => Edge): void {
  describe('row 12: what is served is what is described', () => {
    const lines = (service: ServiceName): Line[] =>
      readFileSync(join(edge().served, `${service}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);

    const routesOf = (service: ServiceName): string[] =>
      lines(service)
        .flatMap((line) => ('url' in line && line.method !== 'HEAD' ? [line] : []))
        .filter(({ url }) => !url.startsWith('/internal/') && !OPERATIONS.includes(url))
        .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);

    it('the routes of the services are the operations of the document', () => {
      const served = serviceNames
        .filter((name) => name !== 'gateway')
        .flatMap((name) =>
          routesOf(name).map((route) => route.replace('/v1/dead-letters', `/v1/dead-letters/${name}`)),
        );
      const own = routesOf('gateway').filter((route) => route.includes('/v1/clock'));
      const described = edge().operations.map(({ name }) => name);
      expect([...served, ...own].filter((route) => !FOR_PEOPLE.includes(route)).toSorted()).toEqual(
        described.toSorted(),
      );
    });

    it('the gateway has its pages, the clock, and the way through', () => {
      const others = routesOf('gateway').filter((route) => !route.includes('/v1/clock'));
      const urls = new Set(others.map((route) => route.split(' ')[1]!));
      expect([...urls].filter((url) => !PAGES.includes(url) && !PROXY.includes(url))).toEqual([]);
      expect(
        others
          .filter((route) => PAGES.includes(route.split(' ')[1]!))
          .every((route) => route.startsWith('GET ')),
      ).toBe(true);
    });

    it.each(serviceNames)('%s listens at one address only, on this machine', (name) => {
      const listeners = lines(name).flatMap((line) => ('listens' in line ? [line.listens] : []));
      const { host } = new URL(edge().world.system.services[name].url);
      expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
      // By many sockets, at the one address.
      expect(new Set(listeners.map(({ address, port }) => `${address}:${port}`))).toEqual(new Set([host]));
    });

    it.each([
      '/internal/progress',
      '/internal/clock',
      '/v1/internal/progress',
      '/v1/../internal/progress',
      '/v1/requests/..%2f..%2finternal/progress',
      '/v1//internal/progress',
      '/V1/requests',
      '/v2/requests',
      '/.env',
      '/debug/pprof',
      '/docs/assets/../../package.json',
      '/docs/assets/package.json',
    ])('%s is not there from outside', async (path) => {
      const { status, text } = await edge().call('GET', path, {
        as: edge().near.admin,
        headers: { 'x-internal-token': 'guessed-internal-token' },
      });
      expect([400, 404]).toContain(status);
      expect(text).not.toMatch(/outboxPending|"dependencies"/);
    });
  });
}
