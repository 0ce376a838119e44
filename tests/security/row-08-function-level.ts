import { roles } from '#chassis/principal.js';
import { at, type Edge, inTurn } from './edge.js';
import { type Operation, takesJson } from './operations.js';

/** A field that no operation takes: who may call gets as far as the rules, and nothing is done. */
const REFUSED = { 'no-such-field': 1 };
const NOBODY = { id: '00000000-0000-4000-8000-000000000000', code: '99', kind: 'areas', number: '0' };
const IF_MATCH = { 'if-match': '"1.1"' };

export function row08(edge: () => Edge): void {
  describe('row 8: each role gets as far as the document says, and no further', () => {
    it('every operation and role, as they are declared', () => {
      const matrix = Object.fromEntries(
        edge().operations.map(({ name, access }) => [name, access === 'public' ? access : access.join(' ')]),
      );
      expect(matrix).toMatchSnapshot();
    });

    it('every operation as nobody and as each role: 401, 403, or past the door', async () => {
      const cells = edge().operations.flatMap((operation) =>
        [null, ...roles].map((role) => ({ operation, role })),
      );
      const wrong = await inTurn(cells, 16, async ({ operation, role }) => {
        const { status, code } = await knock(operation, role);
        return status === expected(operation, role) || isPast(operation, role, status, code)
          ? []
          : [`${operation.name} as ${role ?? 'nobody'}: ${status} ${code}`];
      });
      expect(cells.length).toBeGreaterThan(400);
      expect(wrong.flat()).toEqual([]);
    });

    async function knock(operation: Operation, role: (typeof roles)[number] | null) {
      const { status, body } = await edge().call(operation.method, at(operation.path, NOBODY), {
        ...(role ? { as: edge().near[role] } : {}),
        ...(takesJson(operation) ? { body: REFUSED } : {}),
        headers: IF_MATCH,
      });
      return { status, code: body?.code as string | undefined };
    }
  });
}

const isOpen = ({ access }: Operation, role: string | null): boolean =>
  access === 'public' || access.some((one) => one === role);

const expected = (operation: Operation, role: string | null): number | null =>
  isOpen(operation, role) ? null : role === null ? 401 : 403;

/** Whoever may call is told what is wrong with the call, or answered; never that it is not for him. */
const isPast = (
  operation: Operation,
  role: string | null,
  status: number,
  code: string | undefined,
): boolean => isOpen(operation, role) && status < 500 && code !== 'forbidden' && code !== 'unauthenticated';
