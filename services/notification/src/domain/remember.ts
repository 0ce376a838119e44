import type { BodyOf } from '#contracts/catalogue.js';
import type { NotificationContext } from './context.js';
import type { NoticeEvent } from './occasion.js';
import type { RequestState } from './request-state.js';

/** What a submission leaves behind: whom to tell, in which language. */
export function rememberSubmitted(
  body: BodyOf<'RequestSubmitted'>,
  { open, seal }: NotificationContext,
): RequestState {
  const { requestId, number, jurisdiction, profile, areaCode, locale, sealed } = body;
  const contact = body.hasContact ? open(sealed)?.['contact'] : null;
  return {
    ...{ requestId, number, jurisdiction, profile, areaCode, locale },
    contact: contact && typeof contact === 'object' ? seal(contact) : null,
    holder: null,
    until: null,
    resolved: null,
    notices: {},
    waiting: [],
    ended: false,
    forgotten: false,
  };
}

/** Who holds it, until when, whether it has ended: what later texts need. */
export function remember(state: RequestState, { name, body }: NoticeEvent): RequestState {
  switch (name) {
    case 'RequestAssigned': {
      const { number, level, areaCode, office } = body.assignment;
      // A colleague who takes over keeps the date; on the next level a new one is on its way.
      const keepsDate = body.cause === 'transfer' || body.cause === 'absence';
      return {
        ...state,
        holder: { number, level, areaCode, office, sealed: body.sealed },
        until: keepsDate ? state.until : null,
      };
    }
    case 'DeadlinesSet':
      return body.assignmentNumber === state.holder?.number ? { ...state, until: dateOf(body) } : state;
    case 'RequestResolved':
      return { ...state, resolved: body.assignmentNumber };
    case 'RequestClosed':
    case 'RequestWithdrawn':
    case 'RequestDeclined':
      return { ...state, ended: true };
    default:
      return state;
  }
}

const BY_WHICH_IT_IS_SOLVED = new Set(['resolve', 'beyond_reply']);

function dateOf({ deadlines }: BodyOf<'DeadlinesSet'>): string | null {
  const told = deadlines.find(({ kind }) => BY_WHICH_IT_IS_SOLVED.has(kind)) ?? deadlines[0];
  return told?.dueAt ?? null;
}
