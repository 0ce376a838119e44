import { toOffsetTime } from '#chassis/time.js';
import type { ProfileRef } from '#contracts/parts.js';
import type { RequestState } from './domain/request-state.js';

/** What intake answers about a request: what it knows itself. The whole of it is the ledger's to tell. */
export interface IntakeAnswer {
  readonly id: string;
  readonly number: string;
  readonly state: 'received' | 'assigned' | 'resolved' | 'closed' | 'declined' | 'withdrawn';
  /** RFC 3339 with offset. */
  readonly receivedAt: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly channel: string;
  readonly areaCode: string | null;
  readonly category: string | null;
  readonly urgency: string | null;
  readonly onBehalf: boolean;
  readonly anonymous: boolean;
  readonly resolvedAt?: string;
  readonly confirmedAt?: string;
  readonly rating?: number;
  readonly closedAt?: string;
  readonly how?: 'confirmed' | 'exception' | 'on_the_spot';
}

export function answerOf(state: RequestState): IntakeAnswer {
  const { requestId: id, number, jurisdiction, profile, channel, areaCode, category } = state;
  const { urgency, onBehalf, anonymous } = state;
  return {
    id,
    number,
    state: state.state === 'received' && state.assignment !== null ? 'assigned' : state.state,
    receivedAt: toOffsetTime(state.receivedAt),
    ...{ jurisdiction, profile, channel, areaCode, category, urgency, onBehalf, anonymous },
    ...timesOf(state),
  };
}

function timesOf(state: RequestState): Partial<IntakeAnswer> {
  switch (state.state) {
    case 'resolved':
      return {
        resolvedAt: toOffsetTime(state.resolvedAt),
        ...(state.confirmation
          ? { confirmedAt: toOffsetTime(state.confirmation.at), rating: state.confirmation.rating }
          : {}),
      };
    case 'closed':
      return {
        how: state.how,
        closedAt: toOffsetTime(state.closedAt),
        ...(state.how === 'on_the_spot' ? {} : { resolvedAt: toOffsetTime(state.resolvedAt) }),
        ...(state.how === 'confirmed'
          ? { confirmedAt: toOffsetTime(state.confirmedAt), rating: state.rating }
          : {}),
      };
    case 'received':
    case 'declined':
    case 'withdrawn':
      return {};
  }
}

const time = { type: 'string' as const, format: 'date-time' };
const text = { type: 'string' as const };
const textOrNull = { type: ['string', 'null'] as const };

/** The answer for the OpenAPI document. */
export const answerSchema = {
  type: 'object' as const,
  required: ['id', 'number', 'state', 'receivedAt', 'jurisdiction', 'profile', 'channel'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    number: { ...text, description: 'tracking number a person can read out' },
    state: {
      ...text,
      enum: ['received', 'assigned', 'resolved', 'closed', 'declined', 'withdrawn'],
    },
    receivedAt: time,
    jurisdiction: text,
    profile: {
      type: 'object',
      required: ['name', 'version'],
      properties: { name: text, version: { type: 'integer', minimum: 1 } },
    },
    channel: text,
    areaCode: textOrNull,
    category: textOrNull,
    urgency: textOrNull,
    onBehalf: { type: 'boolean' },
    anonymous: { type: 'boolean' },
    resolvedAt: time,
    confirmedAt: time,
    rating: { type: 'integer', minimum: 1, maximum: 5 },
    closedAt: time,
    how: { ...text, enum: ['confirmed', 'exception', 'on_the_spot'] },
  },
};
