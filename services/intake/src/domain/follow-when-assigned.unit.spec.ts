import type { BodyOf } from '#contracts/catalogue.js';
import { given } from '#decider/given.js';
import { BLOCK, received, REQUEST, resolved } from '../../test/lives.js';
import { followWhenAssigned } from './follow-when-assigned.js';
import type { RequestState } from './request-state.js';

const assigned = (number: number): BodyOf<'RequestAssigned'> => ({
  requestId: REQUEST,
  by: { kind: 'system', id: null, level: null },
  reason: { rule: 'test', facts: {} },
  assignment: {
    number,
    level: 'village',
    beyond: false,
    areaCode: BLOCK.slice(0, 12),
    office: { code: 'village-office', name: '示例居委会' },
    officerId: 'officer-2',
  },
  cause: 'deadline',
  previous: number - 1 || null,
  skipped: [],
  above: [],
  category: 'general',
  severity: 'ordinary',
  kind: 'ordinary',
  sealed: null,
});

const after = (state: RequestState | undefined, number: number) =>
  given<RequestState>(state).when((now) => followWhenAssigned(now, assigned(number)), {});

describe('who holds it now', () => {
  it('is remembered, with the level and the office', () => {
    expect(after(received(), 2)).toMatchObject({
      word: 'changed',
      events: [],
      state: {
        state: 'received',
        assignment: {
          number: 2,
          level: 'village',
          areaCode: BLOCK.slice(0, 12),
          officeCode: 'village-office',
        },
      },
    });
  });

  it('a past assignment changes nothing, nor the same one said again', () => {
    expect(after(after(received(), 3).state, 2).word).toBe('ignored:past_assignment');
    expect(after(received(), 1).word).toBe('ignored:past_assignment');
  });

  it('opened again without a dispute, the solution before counts no more', () => {
    expect(after(resolved(), 2).state).toMatchObject({ state: 'received', disputed: 1 });
    expect(after(resolved(), 2).state).not.toHaveProperty('resolvedAt');
  });

  it('of a request never submitted, or that has ended, nothing is made', () => {
    expect(after(undefined, 1).word).toBe('ignored:never_submitted');
    const { disputed: _, ...known } = received();
    expect(after({ ...known, state: 'withdrawn', withdrawnAt: known.receivedAt }, 2).word).toBe(
      'ignored:withdrawn',
    );
  });
});
