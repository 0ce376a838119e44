import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import { because, system } from './context.js';
import type { RequestState } from './request-state.js';

/** Notices of one purpose about one holding; closing may wait for them. */
export interface Group {
  readonly purpose: string;
  readonly assignmentNumber: number | null;
}

/** `NoticesSettled` for those of the groups in which nothing is on its way any more; an empty one is settled at once. */
export function settledGroups(state: RequestState, groups: readonly Group[]): Outgoing[] {
  return unique(groups).flatMap((group) => {
    const own = Object.values(state.notices)
      .filter(isOf(group))
      .filter((notice) => notice.state !== 'not_owed');
    const open = own.some((notice) => notice.state === 'pending') || state.waiting.some(isOf(group));
    if (open) return [];
    const delivered = own.filter((notice) => notice.state === 'sent').length;
    return [
      outgoing('NoticesSettled', {
        requestId: state.requestId,
        by: system,
        reason: because('notices.settled', { purpose: group.purpose }),
        purpose: group.purpose,
        assignmentNumber: group.assignmentNumber,
        delivered,
        undeliverable: own.length - delivered,
      }),
    ];
  });
}

const isOf = (group: Group) => (one: Group) =>
  one.purpose === group.purpose && one.assignmentNumber === group.assignmentNumber;

const unique = (groups: readonly Group[]): Group[] =>
  groups.filter((group, at) => groups.findIndex(isOf(group)) === at);
