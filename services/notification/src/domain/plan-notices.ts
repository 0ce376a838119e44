import { ignored } from '#decider/decision.js';
import { changedTo, type NotificationContext, type NotificationDecision } from './context.js';
import { canBeSaid, fillTemplate } from './fill-template.js';
import { applies, type NoticeEvent, type Occasion, occasionOf } from './occasion.js';
import { remember, rememberSubmitted } from './remember.js';
import type { Notice, Recipient, RequestState, Waiting } from './request-state.js';
import { settledGroups } from './settled-groups.js';

/**
 * The notices that an event makes due, by the profile's rules. What was planned once is not planned again, whatever event
 * is said twice; what cannot be said yet waits for the event that completes it.
 */
export function planNotices(
  state: RequestState | undefined,
  event: NoticeEvent,
  context: NotificationContext,
): NotificationDecision {
  const before = begin(state, event, context);
  if (typeof before === 'string') return ignored(before);
  const occasion = occasionOf(event);
  const late = occasion && lateness(before, event, occasion);
  if (late) return ignored(late);
  const remembered = remember(before, event);
  const owed = [...stillWanted(remembered), ...(occasion ? owedNow(remembered, occasion, context) : [])];
  const planned = owed.reduce<RequestState>((so, one) => place(so, one, context), {
    ...remembered,
    waiting: [],
  });
  // Those that waited for an assignment that is past are dropped, and their purpose settles without them.
  const touched = [...before.waiting, ...owed].filter(({ key }) => !before.notices[key]);
  return changedTo(planned, ...settledGroups(planned, touched));
}

function begin(
  state: RequestState | undefined,
  event: NoticeEvent,
  context: NotificationContext,
): RequestState | string {
  if (event.name === 'RequestSubmitted') {
    // Who was answered on the spot stood there and knows.
    if (event.body.onTheSpot) return 'on_the_spot';
    return state ? 'already_known' : rememberSubmitted(event.body, context);
  }
  if (!state) return 'never_submitted';
  return state.ended ? 'ended' : state;
}

function lateness(
  { holder, resolved }: RequestState,
  event: NoticeEvent,
  { assignmentNumber }: Occasion,
): string | null {
  if (assignmentNumber === null) return null;
  if (assignmentNumber < (holder?.number ?? 0)) return 'past_assignment';
  const climbs = event.name === 'EscalationRaised' && event.body.cause !== 'dispute';
  return climbs && assignmentNumber === resolved ? 'resolved' : null;
}

const stillWanted = ({ waiting, holder }: RequestState): Waiting[] =>
  waiting.filter(
    ({ assignmentNumber }) => assignmentNumber === null || assignmentNumber >= (holder?.number ?? 0),
  );

function owedNow(state: RequestState, occasion: Occasion, context: NotificationContext): Waiting[] {
  const { assignmentNumber, facts, once } = occasion;
  return context.profileOf(state.profile).notices.flatMap((rule, at) =>
    applies(rule, occasion)
      ? rule.to.map((recipient) => ({
          key: [rule.purpose, recipient, occasion.on, once].filter(Boolean).join('/'),
          rule: at,
          purpose: rule.purpose,
          ...{ recipient, assignmentNumber, facts },
        }))
      : [],
  );
}

/** Planned, or waiting, or not owed at all. */
function place(state: RequestState, owed: Waiting, context: NotificationContext): RequestState {
  const { key, recipient, facts, purpose, assignmentNumber } = owed;
  if (state.notices[key]) return state;
  const rule = context.profileOf(state.profile).notices[owed.rule]!;
  const holderMissing = recipient === 'handler' && state.holder === null;
  const toBeWaitedFor = holderMissing || !canBeSaid(rule, recipient, facts, state);
  if (toBeWaitedFor && !state.ended && mayBeReached(state, recipient))
    return { ...state, waiting: [...state.waiting, owed] };
  const to = addressOf(state, recipient, context);
  const text = () => context.seal({ text: fillTemplate(rule, recipient, facts, state, context) });
  const about = { purpose, recipient, assignmentNumber };
  const notice: Notice =
    to === null ? { ...about, state: 'not_owed' } : { ...about, state: 'pending', to, text: text() };
  return { ...state, notices: { ...state.notices, [key]: notice } };
}

const mayBeReached = (state: RequestState, recipient: Recipient): boolean =>
  recipient === 'handler' ? state.holder === null || state.holder.sealed !== null : state.contact !== null;

/** @returns name and phone, encrypted; null where nobody can be reached, so that nothing is owed */
function addressOf(
  state: RequestState,
  recipient: Recipient,
  { open, seal }: NotificationContext,
): string | null {
  if (recipient === 'resident') return state.contact;
  const officer = open(state.holder?.sealed ?? null);
  const phone = officer?.['officerPhone'];
  return typeof phone === 'string' && phone ? seal({ name: officer?.['officerName'] ?? '', phone }) : null;
}
