import { toOffsetTime } from '#chassis/time.js';
import type { RequestState } from '../domain/request-state.js';

/** What an act answers: where the request is now, and who holds it. */
export interface AssignmentAnswer {
  readonly id: string;
  readonly state: 'received' | 'assigned' | 'in_work' | 'resolved' | 'closed' | 'withdrawn' | 'declined';
  readonly level: string | null;
  readonly assignment: {
    readonly number: number;
    readonly level: string;
    readonly office: { readonly code: string; readonly name: string };
    readonly officer: { readonly id: string; readonly name: string };
    /** RFC 3339 with offset. */
    readonly acceptedAt?: string;
  } | null;
}

/** @param nameOf the name of an officer by id */
export function answerOf(state: RequestState, nameOf: (officerId: string) => string): AssignmentAnswer {
  const id = state.requestId;
  if (state.status === 'waiting') return { id, state: 'received', level: null, assignment: null };
  if (state.status === 'ended') return { id, state: state.because, level: null, assignment: null };
  const { number, level, office, officerId, acceptedAt } = state.holding;
  return {
    id,
    state: state.status === 'resolved' ? 'resolved' : acceptedAt === null ? 'assigned' : 'in_work',
    level,
    assignment: {
      number,
      level,
      office: { code: office.code, name: office.name },
      officer: { id: officerId, name: nameOf(officerId) },
      ...(acceptedAt === null ? {} : { acceptedAt: toOffsetTime(acceptedAt) }),
    },
  };
}

const named = (key: string) => ({
  type: 'object' as const,
  required: [key, 'name'],
  properties: { [key]: { type: 'string' }, name: { type: 'string' } },
});

/** The answer for the OpenAPI document. */
export const answerSchema = {
  type: 'object',
  required: ['id', 'state', 'level', 'assignment'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    state: {
      type: 'string',
      enum: ['received', 'assigned', 'in_work', 'resolved', 'closed', 'withdrawn', 'declined'],
    },
    level: { type: ['string', 'null'] },
    assignment: {
      type: ['object', 'null'],
      required: ['number', 'level', 'office', 'officer'],
      properties: {
        number: { type: 'integer', minimum: 1 },
        level: { type: 'string' },
        office: named('code'),
        officer: named('id'),
        acceptedAt: { type: 'string', format: 'date-time' },
      },
    },
  },
};
