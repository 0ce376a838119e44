import { roleName } from '#chassis/migrate.js';
import { type Edge, inTurn } from './edge.js';

/** Of each call anew, or of the connection. */
const OF_THE_MOMENT = new Set([
  'date',
  'content-length',
  'keep-alive',
  'connection',
  'etag',
  'last-modified',
  'location',
]);
const INNER =
  /node_modules|\bat \S+ \(|\.ts:\d+|\.js:\d+|select .* from|relation "|column "|SQLSTATE|postgres(ql)?:|ECONN|kafka/i;

export function row11(edge: () => Edge): void {
  describe('row 11: headers, origins, errors', () => {
    it('the headers of every kind of answer', async () => {
      const admin = { as: edge().near.admin };
      const kinds = {
        'a list': await edge().call('GET', '/v1/requests', admin),
        'a request': await edge().call('GET', `/v1/requests/${edge().held.id}`, admin),
        content: await edge().call('GET', `/v1/requests/${edge().held.id}/content`, admin),
        'a public figure': await edge().call('GET', '/v1/rates'),
        'a stream': await edge().call('GET', '/v1/watch/stream'),
        'a refusal': await edge().call('GET', '/v1/requests'),
        'an unknown address': await edge().call('GET', '/nothing'),
        'a page': await edge().call('GET', '/watch'),
        'the documentation': await edge().call('GET', '/docs'),
        'a file': await edge().call('GET', '/docs/assets/swagger-ui.css'),
        'caught notices': await edge().call('GET', '/dev/outbox'),
      };
      const headers = Object.fromEntries(
        Object.entries(kinds).map(([kind, answer]) => [
          kind,
          Object.fromEntries([...answer.headers].filter(([name]) => !OF_THE_MOMENT.has(name))),
        ]),
      );
      for (const own of Object.values(headers)) {
        expect(own).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
        expect(own['content-security-policy']).toContain("default-src 'none'");
        expect(Object.keys(own).filter((name) => /^(server|x-powered-by)$/.test(name))).toEqual([]);
      }
      expect(headers).toMatchSnapshot();
    });

    it('no other origin may read, or send, anything', async () => {
      const foreign = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
      const paths = [...new Set(edge().operations.map(({ path }) => path.replace(/\{\w+\}/g, 'x')))];
      const opened = await inTurn(paths, 8, async (path) => {
        const preflight = await edge().call('OPTIONS', path, { headers: foreign });
        const simple = await edge().call('GET', path, { headers: { origin: foreign.origin } });
        const said = [preflight, simple].flatMap(({ headers }) => [...headers.keys()]);
        return said.some((name) => name.startsWith('access-control-')) || preflight.status < 400
          ? [path]
          : [];
      });
      expect(opened.flat()).toEqual([]);
    });

    it('a wrong method names those of all services that answer there', async () => {
      const paths = [...new Set(edge().operations.map(({ path }) => path))];
      const wrong = await inTurn(paths, 8, async (template) => {
        const path = template.replace(/\{\w+\}/g, 'x');
        // One address may be that of two operations: `by-phone` is an id like any other to whoever reads requests.
        const served = edge()
          .operations.filter((one) => new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
          .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
          .toSorted();
        const answers = await Promise.all(
          ['PATCH', 'PUT', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'QUERY']
            .filter((method) => !served.includes(method))
            .map(async (method) => {
              const { status, allow } = await edge().raw(method, path);
              return status === 405 && allow === served.join(', ')
                ? []
                : [`${method} ${path}: ${status} ${allow}`];
            }),
        );
        return answers.flat();
      });
      expect(wrong.flat()).toEqual([]);
    });

    it.each([
      ['a table that is away', '', [503, 'database_unavailable']],
      [
        'a row that cannot be read',
        `create view ledger.request as select request_id, seq, body || to_jsonb(1 / (seq - seq)) as body from ledger.request_away;
         grant select on ledger.request to ${roleName('ledger')}`,
        [500, 'internal'],
      ],
    ])('a fault inside is told without its cause: %s', async (_, instead, told) => {
      await edge().database.query(`alter table ledger.request rename to request_away; ${instead}`);
      try {
        const paths = [
          '/v1/requests',
          `/v1/requests/${edge().held.id}`,
          `/v1/requests/${edge().held.id}/timeline`,
        ];
        for (const path of paths) {
          const { status, body, text } = await edge().call('GET', path, { as: edge().near.admin });
          expect([path, status, body.code]).toEqual([path, ...told]);
          expect(text).not.toMatch(INNER);
          expect(Object.keys(body).toSorted()).toEqual(
            ['code', 'detail', 'instance', 'status', 'title', 'traceId', 'type'].toSorted(),
          );
        }
      } finally {
        await edge().database.query(
          'drop view if exists ledger.request; alter table ledger.request_away rename to request',
        );
      }
      expect((await edge().call('GET', '/v1/requests', { as: edge().near.admin })).status).toBe(200);
    });
  });
}
