import fc from 'fast-check';
import type { Decide } from '#eventlog/input.js';
import {
  context,
  holder,
  NOW,
  opinionSettled,
  profile,
  received,
  requester,
  solved,
} from '../../test/lives.js';
import { askClosingException } from './ask-closing-exception.js';
import { closeWhenNoticesSettled } from './close-when-notices-settled.js';
import { confirmSolution } from './confirm-solution.js';
import { decideClosingException } from './decide-closing-exception.js';
import type { IntakeContext } from './decide-with.js';
import { disputeSolution } from './dispute-solution.js';
import { endWhenDeclined } from './end-when-declined.js';
import type { RequestState } from './request-state.js';
import { resolveWhenResolved } from './resolve-when-resolved.js';
import { withdrawRequest } from './withdraw-request.js';

type Step = Decide<RequestState, IntakeContext>;

const reasonCode = profile.closing.exceptionReasons[0]!.code;
const above = { by: { kind: 'admin', id: 'admin-1', level: null }, sealed: null } as const;

const always = (step: Step) => fc.constant(step);
const each = (step: (assignmentNumber: number) => Step) => fc.integer({ min: 1, max: 3 }).map(step);

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    each((n) => (state) => resolveWhenResolved(state, solved(n), NOW)),
    each((n) => (state, at) => closeWhenNoticesSettled(state, opinionSettled(n), at)),
    always((state, at) => confirmSolution(state, { ...requester, rating: 5 }, at)),
    always((state) => disputeSolution(state, requester)),
    always((state) => withdrawRequest(state, requester, NOW)),
    always((state) => endWhenDeclined(state, NOW)),
    each(
      (n) => (state, at) => askClosingException(state, { ...holder, assignmentNumber: n, reasonCode }, at),
    ),
    fc.boolean().map(
      (approved): Step =>
        (state, at) =>
          decideClosingException(
            state,
            { ...above, assignmentNumber: 3, approved, deciderLevel: null, supervises: true },
            at,
          ),
    ),
  ),
  { maxLength: 30 },
);

const ENDS = new Set(['closed', 'withdrawn', 'declined']);

describe('whatever is said in whatever order', () => {
  it('closed implies solved, its notices settled, and confirmed or excepted since the last dispute; nothing follows the end', () => {
    fc.assert(
      fc.property(steps, (life) => {
        let state: RequestState = received();
        let solvedBy = 0;
        let said: string[] = [];
        for (const step of life) {
          const decision = step(state, context);
          if (decision.kind !== 'changed') continue;
          expect(ENDS.has(state.state)).toBe(false);
          state = decision.state;
          if (state.state === 'resolved') solvedBy = state.resolvedAssignment;
          for (const { name, body } of decision.events)
            if (name === 'SolutionDisputed') said = [];
            else said.push(name === 'ClosingExceptionDecided' ? `excepted ${body.approved}` : name);
        }
        expect(said.includes('RequestClosed')).toBe(state.state === 'closed');
        if (state.state !== 'closed') return;
        expect(said).toContain(state.how === 'confirmed' ? 'SolutionConfirmed' : 'excepted true');
        expect(state.settled).toContainEqual({ purpose: 'opinion', assignmentNumber: solvedBy });
        expect(state).toMatchObject({ resolvedAt: NOW, noticesSettled: true });
      }),
      { numRuns: 3_000 },
    );
  });
});
