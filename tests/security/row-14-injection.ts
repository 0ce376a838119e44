import { at, type Edge, inTurn } from './edge.js';
import { exampleOf, type Operation, resolved, takesJson } from './operations.js';

const HOSTILE = [
  `' or '1'='1`,
  `'; delete from ledger.request_list; --`,
  `') union select null, version(), null --`,
  `1 or pg_sleep(5) is null`,
  `$1; $(id); \${7*7}; {{7*7}}`,
  `%`,
  `\\`,
  `../../../etc/passwd`,
  'x\u2028y\u202ez',
  `9e999`,
  `${'('.repeat(2_000)}${'a?'.repeat(2_000)}`,
];
const TOLD = /syntax error|unterminated|pg_|relation "|PostgreSQL|SQLSTATE|root:x:|node_modules/i;
const TABLES = [
  'ledger.request',
  'ledger.request_list',
  'intake.request',
  'assignment.area',
  'notification.notice',
];

export function row14(edge: () => Edge): void {
  describe('row 14: what is sent stays a value', () => {
    it('no order is taken from outside but from a list', () => {
      const orders = edge().operations.flatMap(({ name, parameters }) =>
        parameters
          .filter((one) => /sort|order|dir|column|field|group|^by$/i.test(one.name))
          .map((one) => ({ name, parameter: one.name, listed: one.schema.enum ?? null })),
      );
      for (const one of orders) expect(one).toMatchObject({ listed: expect.any(Array) });
    });

    it('no filter is a pattern, and none widens', async () => {
      const all = (await edge().call('GET', '/v1/requests', { as: edge().near.admin })).body.items.length;
      expect(all).toBeGreaterThan(0);
      const list = edge().operations.find(({ name }) => name === 'GET /v1/requests')!;
      const texts = list.parameters.filter(
        (one) => one.in === 'query' && !one.schema.enum && one.name !== 'limit',
      );
      expect(texts.length).toBeGreaterThan(5);
      for (const { name } of texts)
        for (const value of [`' or '1'='1`, '%', '_%', `x' or true --`]) {
          const { status, body } = await edge().call(
            'GET',
            `/v1/requests?${name}=${encodeURIComponent(value)}`,
            {
              as: edge().near.admin,
            },
          );
          expect([name, value, status === 400 || body.items.length === 0]).toEqual([name, value, true]);
        }
    });

    it('hostile text through every parameter, header and field: a value or refused, and nothing is gone', async () => {
      const before = await counts();
      const calls = edge().operations.flatMap((operation) =>
        placesOf(operation).flatMap((place) => HOSTILE.map((value) => ({ operation, place, value }))),
      );
      expect(calls.length).toBeGreaterThan(1_200);
      const found = await inTurn(calls, 16, async ({ operation, place, value }) => {
        const { status, text } = await send(operation, place, value);
        // The answer may give back what was sent, never what it did.
        const said = [encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
        const told = TOLD.exec(said.reduce((rest, own) => rest.replaceAll(own, ''), text));
        return status < 500 && !told
          ? []
          : [`${operation.name} ${place.kind} ${place.name} ${value.slice(0, 30)}: ${status} ${told}`];
      });
      expect(found.flat()).toEqual([]);
      const after = await counts();
      for (const [table, count] of Object.entries(before)) expect(after[table]).toBeGreaterThanOrEqual(count);
    });

    interface Place {
      readonly kind: 'path' | 'query' | 'header' | 'body';
      readonly name: string;
    }

    function placesOf({ parameters, body }: Operation): Place[] {
      const named = parameters.map(({ in: kind, name }) => ({ kind, name }));
      const schema = body && resolved(body.schema, edge().document);
      const fields = Object.entries(schema?.properties ?? {}).map(([name]) => ({
        kind: 'body' as const,
        name,
      }));
      return [
        ...named,
        ...fields,
        { kind: 'header', name: 'accept-language' },
        { kind: 'header', name: 'traceparent' },
      ];
    }

    function send(operation: Operation, { kind, name }: Place, value: string) {
      const ids = { id: edge().held.id, code: '310106', kind: 'areas', number: edge().held.number };
      const path = at(operation.path, kind === 'path' ? { ...ids, [name]: value.slice(0, 300) } : ids);
      const query = kind === 'query' ? `?${name}=${encodeURIComponent(value)}` : '';
      const example = takesJson(operation) ? exampleOf(operation.body!.schema, edge().document) : undefined;
      return edge().call(operation.method, path + query, {
        // What belongs to the whole installation would be set for all rows; refused to this one it is looked at all the same.
        as: /^\/v1\/(clock|calendar)/.test(operation.path) ? edge().far['admin']! : edge().near.admin,
        ...(example === undefined
          ? {}
          : { body: kind === 'body' ? { ...(example as object), [name]: value } : example }),
        headers:
          kind === 'header' ? { [name]: value.replace(/[^\x20-\x7e]/g, '') } : { 'if-match': '"99.1"' },
      });
    }

    async function counts(): Promise<Record<string, number>> {
      const found: Record<string, number> = {};
      for (const table of TABLES)
        found[table] = Number((await edge().database.query(`select count(*) from ${table}`)).rows[0].count);
      return found;
    }
  });
}
