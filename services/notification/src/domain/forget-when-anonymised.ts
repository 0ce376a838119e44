import { ignored } from '#decider/decision.js';
import { changedTo, type NotificationDecision } from './context.js';
import type { Notice, RequestState } from './request-state.js';

/** Nobody is told anything any more, and who was told what is forgotten; that somebody was, how and when, stays. */
export function forgetWhenAnonymised(state: RequestState | undefined): NotificationDecision {
  if (!state) return ignored('never_submitted');
  if (state.forgotten) return ignored('already_forgotten');
  return changedTo({
    ...state,
    contact: null,
    holder: state.holder && { ...state.holder, sealed: null },
    waiting: [],
    notices: Object.fromEntries(
      Object.entries(state.notices).map(([key, notice]) => [key, withoutWords(notice)]),
    ),
    ended: true,
    forgotten: true,
  });
}

function withoutWords(notice: Notice): Notice {
  const { purpose, recipient, assignmentNumber } = notice;
  switch (notice.state) {
    case 'pending':
      return { purpose, recipient, assignmentNumber, state: 'undeliverable', attempts: 0 };
    case 'done_by_hand':
      return { ...notice, note: null };
    case 'sent':
    case 'not_owed':
    case 'undeliverable':
      return notice;
  }
}
