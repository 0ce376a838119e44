import fc from 'fast-check';
import { received, requester, resolved } from '../../test/lives.js';
import { anonymiseRequest } from './anonymise-request.js';
import type { Closed, Declined, RequestState, Withdrawn } from './request-state.js';

const DAY_MS = 86_400_000;
const at = (ms: number): string => new Date(ms).toISOString();

const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const days = fc.integer({ min: 1, max: 4_000 });

const ended = (ms: number): RequestState[] => {
  const { disputed: _, ...known } = received({ anonymous: false, requesterId: 'resident-1' });
  return [
    {
      ...known,
      state: 'closed',
      how: 'on_the_spot',
      closedAt: at(ms),
      solvedOnTheSpotBy: 'o',
    } satisfies Closed,
    { ...known, state: 'declined', declinedAt: at(ms) } satisfies Declined,
    { ...known, state: 'withdrawn', withdrawnAt: at(ms) } satisfies Withdrawn,
  ];
};

describe('a request that has ended', () => {
  it('is anonymised once, not an instant before its days are over, and never late when asked', () => {
    fc.assert(
      fc.property(instants, days, fc.integer({ min: -5_000, max: 5_000 }), (end, kept, offset) => {
        const due = end + kept * DAY_MS;
        for (const state of ended(end)) {
          const decision = anonymiseRequest(state, kept, at(due + offset));
          expect(decision.kind).toBe(offset < 0 ? 'ignored' : 'changed');
          if (decision.kind !== 'changed') continue;
          expect(decision.events.map(({ name }) => name)).toEqual(['RequestAnonymised']);
          expect(anonymiseRequest(decision.state, kept, at(due + DAY_MS))).toMatchObject({
            kind: 'ignored',
            reason: 'already_anonymised',
          });
        }
      }),
    );
  });

  it('keeps where, what and when, and nothing of who', () => {
    fc.assert(
      fc.property(instants, days, fc.boolean(), (end, kept, anonymous) => {
        for (const before of ended(end)) {
          const state = { ...before, anonymous, contactIndex: { phone: 'k1:phone', lastFour: 'k1:four' } };
          const decision = anonymiseRequest(state, kept, at(end + kept * DAY_MS));
          if (decision.kind !== 'changed') throw new Error('it was due');
          const left = JSON.stringify(decision.state);
          for (const gone of [requester.by.id!, state.sealed!, 'k1:phone', 'k1:four'])
            expect(left).not.toContain(gone);
          const {
            sealed: _,
            requesterId: __,
            contactIndex: ___,
            hasContact: ____,
            anonymisedAt: _____,
            ...kept2
          } = state;
          expect(decision.state).toMatchObject(kept2);
        }
      }),
    );
  });

  it('and while it is open, never', () => {
    fc.assert(
      fc.property(instants, days, (now, kept) => {
        for (const state of [received(), resolved()])
          expect(anonymiseRequest(state, kept, at(now + 100 * kept * DAY_MS))).toMatchObject({
            kind: 'ignored',
          });
      }),
    );
  });
});
