import { ignored, rejected } from '#decider/decision.js';
import { changedTo, type NotificationDecision } from './context.js';
import type { RequestState } from './request-state.js';
import { planned } from './settle-notices.js';

export interface ToldByHand {
  readonly key: string;
  readonly by: string;
  /** How, encrypted. */
  readonly note: string | null;
}

/** Somebody told the recipient in person. Kept here and in the list; it was settled when it was given up. */
export function tellByHand(
  state: RequestState | undefined,
  { key, by, note }: ToldByHand,
): NotificationDecision {
  const notice = state?.notices[key];
  if (!state || !notice) return rejected('notice_not_found');
  if (notice.state === 'done_by_hand') return ignored('already_told');
  if (notice.state !== 'undeliverable') return rejected('notice_not_undeliverable');
  return changedTo({
    ...state,
    notices: { ...state.notices, [key]: { ...planned(notice), state: 'done_by_hand', by, note } },
  });
}
