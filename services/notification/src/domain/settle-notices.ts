import { outgoing, type Outgoing } from '#contracts/catalogue.js';
import { ignored } from '#decider/decision.js';
import {
  because,
  changedTo,
  type NotificationContext,
  type NotificationDecision,
  system,
} from './context.js';
import type { Notice, RequestState } from './request-state.js';
import { settledGroups } from './settled-groups.js';

/** How a notice ended, by its key. */
export interface Settlement {
  readonly key: string;
  readonly state: 'sent' | 'undeliverable';
  readonly attempts: number;
  /** The provider's own name for it. */
  readonly reference: string | null;
}

/** Notices were delivered, or given up and left to people; when the last of a purpose is, that purpose is settled. */
export function settleNotices(
  state: RequestState | undefined,
  settlements: readonly Settlement[],
  { channel }: NotificationContext,
): NotificationDecision {
  if (!state) return ignored('never_submitted');
  const own = settlements.filter(({ key }) => state.notices[key]?.state === 'pending');
  if (own.length === 0) return ignored('already_settled');
  const notices = { ...state.notices };
  for (const one of own) notices[one.key] = settled(state, one);
  const next = { ...state, notices };
  const given = own
    .filter((one) => one.state === 'undeliverable')
    .map(({ key, attempts }) => undeliverable(state.requestId, notices[key]!, channel, attempts));
  return changedTo(
    next,
    ...given,
    ...settledGroups(
      next,
      own.map(({ key }) => notices[key]!),
    ),
  );
}

/** The provider tells afterwards that what it had taken did not arrive. */
export function giveUpWhenNotReceived(
  state: RequestState | undefined,
  key: string,
  { channel }: NotificationContext,
): NotificationDecision {
  const notice = state?.notices[key];
  if (!state || !notice) return ignored('never_planned');
  if (notice.state !== 'sent') return ignored('already_settled');
  const { attempts } = notice;
  const given: Notice = { ...planned(notice), state: 'undeliverable', attempts };
  return changedTo(
    { ...state, notices: { ...state.notices, [key]: given } },
    undeliverable(state.requestId, given, channel, attempts),
  );
}

function settled(state: RequestState, { key, state: end, attempts, reference }: Settlement): Notice {
  const own = planned(state.notices[key]!);
  return end === 'sent'
    ? { ...own, state: 'sent', attempts, reference }
    : { ...own, state: 'undeliverable', attempts };
}

export const planned = ({ purpose, recipient, assignmentNumber }: Notice) => ({
  purpose,
  recipient,
  assignmentNumber,
});

const undeliverable = (requestId: string, notice: Notice, channel: string, attempts: number): Outgoing =>
  outgoing('NoticeUndeliverable', {
    requestId,
    by: system,
    reason: because('notices.undeliverable', { purpose: notice.purpose, recipient: notice.recipient }),
    purpose: notice.purpose,
    recipient: notice.recipient,
    channel,
    attempts,
  });
