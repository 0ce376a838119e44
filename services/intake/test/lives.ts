import { readFileSync } from 'node:fs';
import type { BodyOf } from '#contracts/catalogue.js';
import { readProfile } from '#profile/read-profile.js';
import type { IntakeContext } from '../src/domain/decide-with.js';
import type { Act, Received, Resolved } from '../src/domain/request-state.js';
import type { Submission } from '../src/domain/submit-request.js';

export const NOW = '2026-11-24T01:00:00.000Z';
export const BLOCK = '310106011001001';
export const REQUEST = '01a20d41-e605-75d1-a94f-128f9ff33141';

const read = readProfile(readFileSync('profiles/shanghai.yaml', 'utf8'));
if ('faults' in read) throw new Error('the sample profile is not sound');
export const profile = read.profile;

export const context: IntakeContext = { now: NOW, profileOf: () => profile };

export const requester: Act = { by: { kind: 'resident', id: 'resident-1', level: null }, sealed: null };
export const holder: Act = { by: { kind: 'officer', id: 'officer-1', level: 'block' }, sealed: null };

export const submission = (changes: Partial<Submission> = {}): Submission => ({
  requestId: REQUEST,
  serial: 17,
  jurisdiction: '310106',
  profile: { name: 'shanghai', version: 1 },
  channel: 'hotline',
  areaCode: BLOCK,
  category: null,
  urgency: null,
  by: { kind: 'resident', id: 'resident-1', level: null },
  anonymous: false,
  onBehalf: false,
  locale: 'zh-CN',
  onTheSpot: false,
  sealed: 'k1:AAAA',
  proofOf: null,
  contactIndex: null,
  ...changes,
});

export const received = (changes: Partial<Received> = {}): Received => ({
  state: 'received',
  requestId: REQUEST,
  number: '310106-261124-00017-4',
  jurisdiction: '310106',
  profile: { name: 'shanghai', version: 1 },
  channel: 'hotline',
  areaCode: BLOCK,
  category: null,
  urgency: null,
  requesterId: 'resident-1',
  anonymous: false,
  onBehalf: false,
  hasContact: true,
  contactIndex: null,
  anonymisedAt: null,
  receivedAt: NOW,
  sealed: 'k1:AAAA',
  assignment: { number: 1, level: 'block', areaCode: BLOCK, officeCode: 'block-office' },
  settled: [],
  disputed: null,
  ...changes,
});

export function resolved(changes: Partial<Resolved> = {}): Resolved {
  const { disputed: _, ...known } = received();
  return {
    ...known,
    state: 'resolved',
    resolvedAt: NOW,
    resolvedAssignment: 1,
    confirmation: null,
    exceptionAsked: null,
    exceptionApproved: null,
    ...changes,
  };
}

const system = { kind: 'system', id: null, level: null } as const;
const about = { requestId: REQUEST, by: system, reason: { rule: 'test', facts: {} } };

export const opinionSettled = (assignmentNumber = 1): BodyOf<'NoticesSettled'> => ({
  ...about,
  purpose: 'opinion',
  assignmentNumber,
  delivered: 2,
  undeliverable: 0,
});

export const solved = (assignmentNumber: number): BodyOf<'RequestResolved'> => ({
  ...about,
  assignmentNumber,
  level: 'block',
  sealed: null,
});
