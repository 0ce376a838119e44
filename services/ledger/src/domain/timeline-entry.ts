import type { EventName, Received } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import type { RequestView } from './request-view.js';

/** One event in the life of a request. */
export interface TimelineEntry {
  readonly requestId: string;
  /** 1, 2, 3 … in the order of the log, without gaps. */
  readonly seq: number;
  readonly eventId: string;
  readonly type: EventName;
  readonly at: string;
  readonly by: Actor;
  readonly level: string | null;
  readonly assignmentNumber: number | null;
  readonly reason: Reason;
  /** The rest of the body: no sealed text, nobody's id. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Free text, encrypted; null where there is none, or where it is contact data and not for the timeline. */
  readonly sealed: string | null;
}

/** Contact data of the requester and of the officer. */
const NOT_FOR_THE_TIMELINE: readonly EventName[] = ['RequestSubmitted', 'RequestAssigned'];

interface AnyBody {
  readonly requestId: string;
  readonly by: Actor;
  readonly reason: Reason;
  readonly sealed?: string | null;
  readonly assignmentNumber?: number | null;
  readonly assignment?: { readonly number: number; readonly level: string };
  readonly fromLevel?: string;
  readonly level?: string;
}

/** @param view the request after the event */
export function entryOf(seq: number, event: Received, view: RequestView): TimelineEntry {
  const body = event.body as unknown as AnyBody & Record<string, unknown>;
  const { requestId, by, reason, sealed, trackingProof: _, requester: __, ...about } = body;
  const number = body.assignment?.number ?? body.assignmentNumber ?? null;
  return {
    requestId: view.requestId,
    seq,
    eventId: event.id,
    type: event.name,
    at: event.time,
    by,
    level: body.assignment?.level ?? body.fromLevel ?? body.level ?? levelOfHolding(view, number),
    assignmentNumber: number === 0 ? null : number,
    reason,
    about,
    sealed: NOT_FOR_THE_TIMELINE.includes(event.name) ? null : (sealed ?? null),
  };
}

const levelOfHolding = (view: RequestView, number: number | null): string | null =>
  view.holdings.find((holding) => holding.number === number)?.level ?? null;
