import type { BodyOf } from '#contracts/catalogue.js';
import { plainSubmission } from '#testing/plain-submission.js';
import { system } from '../src/domain/system.js';

export const REQUEST = '019b0000-0000-7000-8000-000000000001';
export const BLOCK = '310106011001001';

export const submitted = (changes: Partial<BodyOf<'RequestSubmitted'>> = {}): BodyOf<'RequestSubmitted'> => ({
  ...plainSubmission,
  requestId: REQUEST,
  number: '310106-260302-000001-1',
  jurisdiction: '310106',
  areaCode: BLOCK,
  ...changes,
});

export const passed = (changes: Partial<BodyOf<'DeadlinePassed'>> = {}): BodyOf<'DeadlinePassed'> => ({
  requestId: REQUEST,
  by: system,
  reason: { rule: 'deadline.triage', facts: {} },
  assignmentNumber: 0,
  kind: 'triage',
  dueAt: '2026-03-02T03:00:00.000Z',
  ...changes,
});

export const withdrawn = (requestId: string): BodyOf<'RequestWithdrawn'> => ({
  requestId,
  by: { kind: 'resident', id: 'resident-1', level: null },
  reason: { rule: 'withdrawn', facts: {} },
  sealed: null,
});
