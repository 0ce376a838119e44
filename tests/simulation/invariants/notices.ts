import type { Notice, RequestState } from '../../../services/notification/src/domain/request-state.js';
import { must } from '../violation.js';
import type { Look } from './look.js';

const NEXT: Readonly<Record<Notice['state'], readonly Notice['state'][]>> = {
  pending: ['sent', 'undeliverable'],
  sent: ['undeliverable'],
  undeliverable: ['done_by_hand'],
  not_owed: [],
  done_by_hand: [],
};

/** A notice is owed once, goes its way once, and is about what holds now. */
export function checkNotices({ before, after, events, requestId, event }: Look<RequestState>): void {
  if (after === before || !after) return;
  const known = before?.notices ?? {};
  if (after.notices !== known) {
    for (const key in after.notices) {
      const notice = after.notices[key]!;
      const was = known[key];
      if (was === notice) continue;
      if (was)
        must(
          NEXT[was.state].includes(notice.state),
          'notice_goes_its_way_once',
          requestId,
          () => `${key}: ${was.state} → ${notice.state}`,
        );
      else
        must(
          (notice.assignmentNumber ?? Infinity) >= (after.holder?.number ?? 0),
          'no_notice_of_a_past_assignment',
          requestId,
          () => `${key} by ${event?.name}, held as ${after.holder?.number}`,
        );
    }
    for (const key in known)
      must(key in after.notices, 'notice_is_kept', requestId, () => `the notice ${key} is gone`);
  }
  for (const said of events) {
    if (said.name !== 'NoticesSettled') continue;
    const { purpose, assignmentNumber } = said.body;
    const open = Object.values(after.notices).filter(
      (notice) =>
        notice.purpose === purpose &&
        notice.assignmentNumber === assignmentNumber &&
        notice.state === 'pending',
    );
    must(
      open.length === 0,
      'settled_when_none_is_on_its_way',
      requestId,
      () => `${purpose} of ${assignmentNumber}`,
    );
  }
}
