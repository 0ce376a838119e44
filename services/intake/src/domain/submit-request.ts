import { outgoing } from '#contracts/catalogue.js';
import type { Actor, ProfileRef, Severity } from '#contracts/parts.js';
import { ignored } from '#decider/decision.js';
import { because, changedTo, type IntakeDecision } from './decide-with.js';
import type { Closed, ContactIndex, Received, RequestState } from './request-state.js';
import { trackingNumber } from './tracking-number.js';

export interface Submission {
  readonly requestId: string;
  /** Makes the tracking number; never given twice. */
  readonly serial: number;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly channel: string;
  readonly areaCode: string | null;
  readonly category: string | null;
  readonly urgency: Severity | null;
  readonly by: Actor & { readonly id: string };
  readonly anonymous: boolean;
  readonly onBehalf: boolean;
  readonly locale: 'zh-CN' | 'en';
  readonly onTheSpot: boolean;
  readonly sealed: string;
  /** Proof for public tracking; null where no phone was left. */
  readonly proofOf: ((number: string) => string) | null;
  readonly contactIndex: ContactIndex | null;
}

/** Takes the request in. What was answered on the spot is recorded and closed in the same step. */
export function submitRequest(
  state: RequestState | undefined,
  submission: Submission,
  now: string,
): IntakeDecision {
  if (state) return ignored('already_submitted');
  const received = receivedOf(submission, now);
  const submitted = submittedOf(submission, received.number);
  if (!submission.onTheSpot) return changedTo(received, submitted);
  const { disputed: _, ...known } = received;
  const closed: Closed = {
    ...known,
    state: 'closed',
    how: 'on_the_spot',
    closedAt: now,
    solvedOnTheSpotBy: submission.by.id,
  };
  return changedTo(
    closed,
    submitted,
    outgoing('RequestClosed', {
      requestId: submission.requestId,
      by: submission.by,
      reason: because('closed.on_the_spot'),
      how: 'on_the_spot',
      assignmentNumber: null,
    }),
  );
}

function receivedOf(submission: Submission, now: string): Received {
  const { requestId, serial, jurisdiction, profile, channel, areaCode, category, urgency } = submission;
  const { anonymous, onBehalf, sealed, by, proofOf, contactIndex } = submission;
  return {
    state: 'received',
    ...{ requestId, jurisdiction, profile, channel, areaCode, category, urgency },
    ...{ anonymous, onBehalf, sealed, contactIndex },
    number: trackingNumber(areaCode ?? jurisdiction, now, serial),
    requesterId: by.id,
    hasContact: proofOf !== null,
    anonymisedAt: null,
    receivedAt: now,
    assignment: null,
    settled: [],
    disputed: null,
  };
}

function submittedOf(submission: Submission, number: string) {
  const { requestId, jurisdiction, profile, channel, areaCode, category, urgency, by } = submission;
  const { anonymous, onBehalf, locale, onTheSpot, sealed, proofOf } = submission;
  const rule = onTheSpot ? 'on_the_spot' : onBehalf ? 'on_behalf' : `by_${by.kind}`;
  return outgoing('RequestSubmitted', {
    ...{ requestId, number, jurisdiction, profile, channel, areaCode, category, urgency },
    ...{ onBehalf, locale, onTheSpot, sealed, by },
    reason: because(`submitted.${rule}`, { channel }),
    requester: { id: by.id, anonymous },
    hasContact: proofOf !== null,
    trackingProof: proofOf?.(number) ?? null,
  });
}
