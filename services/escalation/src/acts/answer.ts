import { toOffsetTime } from '#chassis/time.js';
import { isRunning } from '../domain/deadline.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { numberOf } from '../domain/tell-deadlines.js';

/** What an act answers: the deadlines that run now. */
export interface DeadlinesAnswer {
  readonly id: string;
  readonly assignmentNumber: number;
  /** Earliest first; `dueAt` is RFC 3339 with offset. */
  readonly deadlines: readonly {
    readonly kind: string;
    readonly dueAt: string;
    readonly provisional: boolean;
  }[];
}

export const answerOf = (state: EscalationState): DeadlinesAnswer => ({
  id: state.requestId,
  assignmentNumber: numberOf(state),
  deadlines: state.deadlines
    .filter(isRunning)
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    .map(({ kind, dueAt, provisional }) => ({ kind, dueAt: toOffsetTime(dueAt), provisional })),
});

/** The answer for the OpenAPI document. */
export const answerSchema = {
  type: 'object',
  required: ['id', 'assignmentNumber', 'deadlines'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    assignmentNumber: { type: 'integer', minimum: 0 },
    deadlines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind', 'dueAt', 'provisional'],
        properties: {
          kind: { type: 'string' },
          dueAt: { type: 'string', format: 'date-time' },
          provisional: { type: 'boolean' },
        },
      },
    },
  },
};
