import type { BodyOf } from '#contracts/catalogue.js';
import { plainSubmission } from '#testing/plain-submission.js';
import type { Act } from '../src/domain/act.js';
import { assignWhenTriaged } from '../src/domain/assign-when-triaged.js';
import type { AssignmentContext } from '../src/domain/context.js';
import { system } from '../src/domain/decide-with.js';
import { rememberWhenSubmitted } from '../src/domain/remember-when-submitted.js';
import type { Open, RequestState } from '../src/domain/request-state.js';
import { resolveAssignment } from '../src/domain/resolve-assignment.js';
import { contextOf, DISTRICT, mustChange, requestId, VILLAGE } from './world.js';

const reason = { rule: 'test', facts: {} };

export const submitted = (changes: Partial<BodyOf<'RequestSubmitted'>> = {}): BodyOf<'RequestSubmitted'> => ({
  ...plainSubmission,
  requestId,
  number: '26-0001',
  jurisdiction: DISTRICT,
  profile: { name: 'sample', version: 1 },
  areaCode: VILLAGE,
  sealed: 'k1:c2VhbGVk',
  ...changes,
});

export const triaged = (changes: Partial<BodyOf<'RequestTriaged'>> = {}): BodyOf<'RequestTriaged'> => ({
  requestId,
  by: system,
  reason,
  areaCode: VILLAGE,
  category: 'general',
  severity: 'ordinary',
  kind: 'ordinary',
  entryLevel: 'village',
  ...changes,
});

export const escalated = (changes: Partial<BodyOf<'EscalationRaised'>> = {}): BodyOf<'EscalationRaised'> => ({
  requestId,
  by: system,
  reason: { rule: 'deadline.resolve', facts: {} },
  assignmentNumber: 1,
  fromLevel: 'village',
  toLevel: 'street',
  beyond: false,
  cause: 'deadline',
  dueAt: '2026-11-24T01:00:00.000Z',
  ...changes,
});

export const waiting = (): RequestState => mustChange(rememberWhenSubmitted(undefined, submitted())).state;

/** Held as number 1 by the village's member, unless told otherwise. */
export function held(
  changes: Partial<BodyOf<'RequestTriaged'>> = {},
  context: AssignmentContext = contextOf(),
): Open {
  return mustChange(assignWhenTriaged(waiting(), triaged(changes), context)).state as Open;
}

export const actOn = (state: RequestState, changes: Partial<Act> = {}): Act => ({
  by: { kind: 'officer', id: 'village-member', level: 'village' },
  seen: {
    assignmentNumber: 'holding' in state ? state.holding.number : 0,
    sequence: state.revision,
  },
  sealed: 'k1:dGV4dA',
  ...changes,
});

export const solved = (state: Open = held()): RequestState =>
  mustChange(resolveAssignment(state, actOn(state), contextOf())).state;
