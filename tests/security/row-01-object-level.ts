import { randomUUID } from 'node:crypto';
import type { Claims } from '#local-system/claims.js';
import { SHANGHAI } from '../chain/world.js';
import { at, type Edge, inTurn } from './edge.js';
import { exampleOf, type Operation, takesJson } from './operations.js';

/** Belongs to nobody's area, or to the whole installation alike: no object of one jurisdiction. */
const OF_NOBODY = /^\w+ \/(v1\/(watch|rates|calendar|clock|tracking)|dev)\b/;
const ENTRIES = /^\w+ \/v1\/registry\/(areas|offices|officers)\/\{\w+\}$/;
const INSTALLATION = /^\w+ \/v1\/(dead-letters|calendar\/imports|clock)\b/;

export function row01(edge: () => Edge): void {
  describe('row 1: a foreign id answers like one that does not exist', () => {
    const about = (pattern: RegExp) => edge().operations.filter(({ name }) => pattern.test(name));

    it('every operation on a request, by everybody who has nothing to do with it', async () => {
      const operations = about(/\/v1\/requests\/\{id\}/);
      expect(operations.length).toBeGreaterThan(20);
      const cells = operations.flatMap((operation) => callers(operation).map((who) => ({ operation, who })));
      expect(cells.length).toBeGreaterThan(80);
      const found = await inTurn(cells, 64, async ({ operation, who }) => {
        const foreign = await act(operation, who.claims, { id: edge().held.id });
        return foreign.status === 404 && foreign.body.code === 'request_not_found'
          ? []
          : [`${operation.name} by ${who.name}: ${foreign.status} ${foreign.body?.code}`];
      });
      expect(found.flat()).toEqual([]);
      // The same words for an id that nobody ever gave; commands wait for it, since its events might be on their way.
      const missing = await inTurn(operations, operations.length, async (operation) => {
        const { claims } = callers(operation)[0]!;
        const [none, foreign] = await Promise.all([
          act(operation, claims, { id: randomUUID() }),
          act(operation, claims, { id: edge().held.id }),
        ]);
        return [none, foreign].map(({ status, body }) => ({ status, code: body.code, title: body.title }));
      });
      for (const [none, foreign] of missing) expect(none).toEqual(foreign);
      // And it is still as it was.
      const { headers } = await edge().call('GET', `/v1/requests/${edge().held.id}`, {
        as: edge().near.admin,
      });
      expect(headers.get('etag')).toBe(edge().held.etag);
    });

    it('every list: nothing of another jurisdiction, and nothing of others to a resident', async () => {
      const lists = edge().operations.filter(
        ({ method, path, name }) => method === 'GET' && !path.includes('{') && !OF_NOBODY.test(name),
      );
      expect(lists.length).toBeGreaterThan(5);
      const cells = lists.flatMap((operation) => callers(operation).map((who) => ({ operation, who })));
      const leaks = await inTurn(cells, 8, async ({ operation, who }) => {
        const { status, text } = await act(operation, who.claims, {});
        const same = who.claims.jurisdiction === SHANGHAI;
        const leaked = status < 300 && text.includes(same ? edge().held.id : SHANGHAI);
        return leaked ? [`${operation.name} by ${who.name}`] : [];
      });
      expect(leaks.flat()).toEqual([]);
    });

    it('whoever asks for another area by a filter gets nothing of it', async () => {
      const filtered = edge().operations.filter(
        ({ method, parameters, name }) =>
          method === 'GET' &&
          !OF_NOBODY.test(name) &&
          parameters.some((one) => /^(area|jurisdiction)$/.test(one.name)),
      );
      expect(filtered.length).toBeGreaterThan(3);
      for (const operation of filtered)
        for (const { name, claims } of callers(operation)) {
          if (claims.jurisdiction === SHANGHAI) continue;
          const { text } = await edge().call('GET', `${operation.path}?area=${SHANGHAI}`, { as: claims });
          expect([
            operation.name,
            name,
            text.includes(edge().held.id) || /"code":"310106/.test(text),
          ]).toEqual([operation.name, name, false]);
        }
    });

    it('a notice of another area is no notice', async () => {
      const [told] = about(/\/v1\/notices\/\{id\}/);
      for (const { claims } of callers(told!)) {
        const foreign = await act(told!, claims, { id: edge().noticeId });
        const missing = await act(told!, claims, { id: randomUUID() });
        expect(foreign).toMatchObject({ status: 404, body: { code: 'notice_not_found' } });
        expect(missing.body.code).toBe(foreign.body.code);
      }
    });

    it('an entry of the registry of another area is read by nobody, changed and taken away by nobody', async () => {
      const block = edge().near.officer;
      const ids = { areas: block.area!, offices: block.office!, officers: block.sub };
      for (const operation of about(ENTRIES))
        for (const { name, claims } of callers(operation)) {
          const id = ids[operation.path.split('/')[3] as keyof typeof ids];
          const { status } = await act(operation, claims, { id, code: id });
          // Put makes an entry where there is none: there a refusal of the content may come first.
          const allowed = operation.method === 'PUT' ? [400, 403, 404, 409, 422] : [404];
          expect([operation.name, name, allowed.includes(status), status]).toEqual([
            operation.name,
            name,
            true,
            status,
          ]);
        }
      for (const [kind, id] of Object.entries(ids))
        expect(
          (await edge().call('GET', `/v1/registry/${kind}/${id}`, { as: edge().near.admin })).status,
        ).toBe(200);
    });

    it('what is the whole installation’s is not for an administrator of one jurisdiction', async () => {
      const operations = about(INSTALLATION).filter(({ access }) => access !== 'public');
      expect(operations.length).toBeGreaterThan(20);
      for (const operation of operations)
        expect(await act(operation, edge().far['admin']!, { id: randomUUID() })).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
    });

    function callers({ access }: Operation): { name: string; claims: Claims }[] {
      return Object.entries(edge().far)
        .filter(([, { role }]) => access !== 'public' && access.includes(role!))
        .map(([name, claims]) => ({ name, claims }));
    }

    function act(operation: Operation, as: Claims, ids: Readonly<Record<string, string>>) {
      return edge().call(operation.method, at(operation.path, ids), {
        as,
        ...(takesJson(operation) ? { body: exampleOf(operation.body!.schema, edge().document) } : {}),
        headers: operation.parameters.some(({ name }) => name === 'If-Match')
          ? { 'if-match': edge().held.etag }
          : {},
      });
    }
  });
}
