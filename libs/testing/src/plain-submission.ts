import type { BodyOf } from '#contracts/catalogue.js';

/** What a resident's plain request tells on the log; which one, and where, is for each specification to say. */
export const plainSubmission = {
  by: { kind: 'resident', id: 'resident-1', level: null },
  reason: { rule: 'submitted.by_resident', facts: {} },
  profile: { name: 'shanghai', version: 1 },
  channel: 'web',
  requester: { id: 'resident-1', anonymous: false },
  category: null,
  urgency: null,
  onBehalf: false,
  hasContact: true,
  locale: 'zh-CN',
  onTheSpot: false,
  trackingProof: null,
  sealed: null,
} as const satisfies Partial<BodyOf<'RequestSubmitted'>>;
