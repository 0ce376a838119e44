import { roles } from '#chassis/principal.js';
import { at, type Edge, inTurn, PRIVATE } from './edge.js';

/** A mobile number in full, however it is grouped. */
const MOBILE = /(?<![\w-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\w)/g;
const IN_FULL = [PRIVATE.phone, PRIVATE.otherPhone];

export function row05(edge: () => Edge): void {
  describe('row 5: masked by default', () => {
    it('no answer and no page shows a number in full, to any role', async () => {
      const reads = edge().operations.filter(({ method }) => method === 'GET');
      const pages = ['/', '/watch', '/docs', '/dev/outbox', '/metrics', '/readyz'];
      const { area, office, sub } = edge().near.officer;
      const paths = [
        ...reads.map(({ path }) => {
          const id = path.includes('/officers/') ? sub : edge().held.id;
          const code = path.includes('/areas/') ? area! : office!;
          const query = path.includes('/tracking/') ? '?phoneLast4=5678' : '';
          return at(path, { id, code, number: edge().held.number }) + query;
        }),
        ...pages,
      ];
      const shown = await inTurn(
        paths.flatMap((path) => [null, ...roles].map((role) => ({ path, role }))),
        12,
        async ({ path, role }) => {
          const { text } = await edge().call('GET', path, role ? { as: edge().near[role] } : {});
          return (text.match(MOBILE) ?? []).map((number) => `${path} to ${role ?? 'nobody'}: ${number}`);
        },
      );
      expect(shown.flat()).toEqual([]);
    });

    it('whoever may read it sees whose it is by the masked form', async () => {
      const { text } = await edge().call('GET', `/v1/requests/${edge().held.id}/content`, {
        as: edge().near.officer,
      });
      for (const number of IN_FULL) {
        expect(text).toContain(`${number.slice(0, 3)}****${number.slice(-4)}`);
        expect(text).not.toContain(number);
      }
    });
  });
}
