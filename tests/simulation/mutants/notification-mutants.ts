import { mutantsOf } from './mutant.js';

export const NOTIFICATION_MUTANTS = [
  ...mutantsOf('services/triage/src/domain', [
    [
      'triaged-twice',
      'classify-by-hand.ts',
      'what was decided is decided again by hand',
      "return state.status === 'queued' ? null",
      "return state.status !== 'withdrawn' ? null",
    ],
    [
      'fallback-after-the-decision',
      'fall-back-when-deadline-passed.ts',
      'the fallback decides what people have decided',
      "if (state?.status !== 'queued') return ignored('not_queued');",
      "if (!state) return ignored('not_queued');",
    ],
    [
      'fallback-never',
      'fall-back-when-deadline-passed.ts',
      'what nobody decides stays without a holder',
      "if (body.kind !== 'triage')",
      "if (body.kind === 'triage')",
    ],
    [
      'any-resident-says-emergency',
      'classify-by-rules.ts',
      'a requester alone makes it an emergency',
      "urgency === 'emergency' && !byOfficer ? 'urgent'",
      "urgency === 'emergency' && !urgency ? 'urgent'",
    ],
    [
      'grave-matters-start-low',
      'classify-by-rules.ts',
      'a major matter begins on the lowest level',
      'entryLevel: placed?.rule.then.entryLevel ?? profile.triage.entryLevel,',
      'entryLevel: (placed && profile.triage.entryLevel) ?? profile.triage.entryLevel,',
    ],
    [
      'withdrawn-stays-queued',
      'leave-queue-when-withdrawn.ts',
      'people are asked to classify what was withdrawn',
      "changed({ ...state, status: 'withdrawn', queuedAt: null })",
      'changed(state)',
    ],
  ]),
  ...mutantsOf('services/notification/src/domain', [
    [
      'notice-planned-again',
      'plan-notices.ts',
      'a notice that was sent is planned anew',
      '  if (state.notices[key]) return state;\n',
      '',
    ],
    [
      'notice-of-a-past-assignment',
      'plan-notices.ts',
      'people are told of what is over',
      "if (assignmentNumber < (holder?.number ?? 0)) return 'past_assignment';",
      '',
    ],
    [
      'settled-too-early',
      'settled-groups.ts',
      'notices count as settled while one is on its way',
      'if (open) return [];',
      '',
    ],
    [
      'settled-twice',
      'settle-notices.ts',
      'a notice that was settled is settled again',
      "settlements.filter(({ key }) => state.notices[key]?.state === 'pending');",
      'settlements.filter(({ key }) => state.notices[key]);',
    ],
    [
      'never-settled',
      'settle-notices.ts',
      'nobody hears that the notices are settled',
      '    ...settledGroups(\n      next,\n      own.map(({ key }) => notices[key]!),\n    ),\n',
      '',
    ],
    [
      'end-not-told',
      'remember.ts',
      'notification does not hear of the end',
      'return { ...state, ended: true };',
      "return { ...state, ended: name !== 'RequestClosed' };",
    ],
  ]),
];
