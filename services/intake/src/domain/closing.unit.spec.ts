import { faultOf } from '#eventlog/event-schemas.js';
import { given } from '#decider/given.js';
import {
  context,
  holder,
  NOW,
  opinionSettled,
  received,
  requester,
  resolved,
  solved,
  submission,
} from '../../test/lives.js';
import { askClosingException } from './ask-closing-exception.js';
import { closeWhenNoticesSettled } from './close-when-notices-settled.js';
import { confirmSolution } from './confirm-solution.js';
import { decideClosingException } from './decide-closing-exception.js';
import type { IntakeContext, IntakeDecision } from './decide-with.js';
import { disputeSolution } from './dispute-solution.js';
import { endWhenDeclined } from './end-when-declined.js';
import { type Received, type RequestState, known } from './request-state.js';
import { resolveWhenResolved } from './resolve-when-resolved.js';
import { submitRequest } from './submit-request.js';
import { supplementRequest } from './supplement-request.js';
import { withdrawRequest } from './withdraw-request.js';

type Decide = (state: RequestState | undefined, context: IntakeContext) => IntakeDecision;

const after = (state: RequestState | undefined, decide: Decide) => {
  const then = given<RequestState>(state).when(decide, context);
  for (const { name, body } of then.events) expect(faultOf(name, body)).toBeUndefined();
  return { word: then.word, state: then.state, names: then.events.map(({ name }) => name) };
};

const submit: Decide = (state, { now }) => submitRequest(state, submission(), now);
const confirm: Decide = (state, at) => confirmSolution(state, { ...requester, rating: 5 }, at);
const dispute: Decide = (state) => disputeSolution(state, requester);
const withdraw: Decide = (state, { now }) => withdrawRequest(state, requester, now);
const supplement: Decide = (state) => supplementRequest(state, { ...requester, sealed: 'k1:AAAA' });
const settle: Decide = (state, at) => closeWhenNoticesSettled(state, opinionSettled(), at);
const decline: Decide = (state, { now }) => endWhenDeclined(state, now);
const resolve =
  (assignmentNumber: number): Decide =>
  (state, { now }) =>
    resolveWhenResolved(state, solved(assignmentNumber), now);
const ask =
  (changes = {}): Decide =>
  (state, at) =>
    askClosingException(state, { ...holder, assignmentNumber: 1, reasonCode: 'unreachable', ...changes }, at);
const decideException =
  (changes = {}): Decide =>
  (state, at) =>
    decideClosingException(
      state,
      {
        by: { kind: 'officer', id: 'boss-1', level: 'village' },
        sealed: null,
        assignmentNumber: 1,
        approved: true,
        deciderLevel: 'village',
        supervises: true,
        ...changes,
      },
      at,
    );

const settled = [{ purpose: 'opinion', assignmentNumber: 1 }];
const asked = { at: NOW, by: 'officer-1', reasonCode: 'unreachable' };
const ends = {
  closed: after(resolved({ settled }), confirm).state,
  withdrawn: after(received(), withdraw).state,
  declined: after(received(), decline).state,
};

describe('taking in', () => {
  it('once, open', () => {
    const first = after(undefined, submit);
    expect(first).toMatchObject({
      word: 'changed',
      names: ['RequestSubmitted'],
      state: { state: 'received' },
    });
    expect(after(first.state, submit).word).toBe('ignored:already_submitted');
  });

  it('what was answered on the spot is closed in the same step', () => {
    const then = after(undefined, (state, { now }) =>
      submitRequest(state, submission({ onTheSpot: true, by: { ...holder.by, id: 'officer-1' } }), now),
    );
    expect(then.names).toEqual(['RequestSubmitted', 'RequestClosed']);
    expect(then.state).toMatchObject({ state: 'closed', how: 'on_the_spot', solvedOnTheSpotBy: 'officer-1' });
  });
});

describe('closing by the requester’s word', () => {
  it('waits for the notices, whichever comes first', () => {
    const confirmed = after(resolved(), confirm);
    expect(confirmed).toMatchObject({ names: ['SolutionConfirmed'], state: { state: 'resolved' } });
    expect(after(confirmed.state, settle)).toMatchObject({
      names: ['RequestClosed'],
      state: { state: 'closed', how: 'confirmed', rating: 5, noticesSettled: true },
    });
    expect(after(resolved({ settled }), confirm).names).toEqual(['SolutionConfirmed', 'RequestClosed']);
  });

  it('notices of a solution that was refused do not count for the next', () => {
    const next = resolved({ settled, resolvedAssignment: 2 });
    expect(after(next, confirm)).toMatchObject({
      names: ['SolutionConfirmed'],
      state: { state: 'resolved' },
    });
  });

  it('notices alone do not close it', () => {
    expect(after(resolved(), settle)).toMatchObject({ names: [], state: { state: 'resolved', settled } });
  });

  it('said twice it is said once; too early it is refused', () => {
    expect(after(after(resolved(), confirm).state, confirm).word).toBe('ignored:already_confirmed');
    expect(after(ends.closed, confirm).word).toBe('ignored:already_confirmed');
    expect(after(received(), confirm).word).toBe('rejected:not_resolved_yet');
    expect(after(undefined, confirm).word).toBe('rejected:request_not_found');
  });
});

describe('a dispute', () => {
  it('opens it again; late news of the refused solution changes nothing', () => {
    const then = after(resolved(), dispute);
    expect(then).toMatchObject({ names: ['SolutionDisputed'], state: { state: 'received', disputed: 1 } });
    expect(after(then.state, resolve(1)).word).toBe('ignored:past_assignment');
    expect(after(then.state, resolve(2))).toMatchObject({
      state: { state: 'resolved', resolvedAssignment: 2 },
    });
    expect(after(then.state, dispute).word).toBe('ignored:already_disputed');
  });

  it('comes neither before a solution nor after the word', () => {
    expect(after(received(), dispute).word).toBe('rejected:not_resolved_yet');
    expect(after(after(resolved(), confirm).state, dispute).word).toBe('rejected:already_confirmed');
  });
});

describe('closing by exception', () => {
  it('asked by the holder, approved above, after the notices', () => {
    const then = after(resolved(), ask());
    expect(then).toMatchObject({ names: ['ClosingExceptionRequested'], state: { state: 'resolved' } });
    const approved = after(then.state, decideException());
    expect(approved).toMatchObject({ names: ['ClosingExceptionDecided'], state: { state: 'resolved' } });
    expect(after(approved.state, settle)).toMatchObject({
      names: ['RequestClosed'],
      state: { state: 'closed', how: 'exception', exceptionApprovedBy: 'boss-1' },
    });
  });

  it('refused, it may be asked again', () => {
    const then = after(resolved({ exceptionAsked: asked }), decideException({ approved: false }));
    expect(then).toMatchObject({ names: ['ClosingExceptionDecided'], state: { exceptionAsked: null } });
    expect(after(then.state, ask()).word).toBe('changed');
  });

  it('not on the holder’s own level, not unasked, not for a reason the profile lacks', () => {
    const waiting = resolved({ exceptionAsked: asked });
    expect(after(waiting, decideException({ deciderLevel: 'block' })).word).toBe('rejected:not_one_level_up');
    expect(after(waiting, decideException({ deciderLevel: '' })).word).toBe('rejected:not_one_level_up');
    expect(after(resolved(), decideException()).word).toBe('rejected:no_closing_exception_pending');
    expect(after(resolved(), ask({ reasonCode: 'tired' })).word).toBe('rejected:unknown_reason_code');
    expect(after(received(), ask()).word).toBe('rejected:not_resolved_yet');
  });

  it('names a past assignment in vain', () => {
    const now2 = { ...resolved().assignment!, number: 2 };
    expect(after(resolved({ assignment: now2, resolvedAssignment: 2 }), ask()).word).toBe(
      'rejected:precondition_failed',
    );
  });
});

describe('the end', () => {
  it('nothing opens it again', () => {
    for (const [end, state] of Object.entries(ends)) {
      for (const act of [dispute, supplement, ask(), decideException()])
        expect(after(state, act).word).toBe(`rejected:already_${end}`);
      for (const news of [resolve(2), settle, decline])
        expect(after(state, news).word).toBe(`ignored:${end}`);
    }
    expect(after(ends.withdrawn, withdraw).word).toBe('ignored:already_withdrawn');
    expect(after(ends.closed, withdraw).word).toBe('rejected:already_closed');
  });

  it('can be the requester’s wish while it is open, and forgets nothing', () => {
    const state: Received = received();
    const then = after(state, withdraw);
    expect(then.names).toEqual(['RequestWithdrawn']);
    expect(then.state).toEqual({ ...known(state), state: 'withdrawn', withdrawnAt: NOW });
  });
});
