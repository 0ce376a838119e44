import type { Received } from '#contracts/catalogue.js';
import type { Reason } from '#contracts/parts.js';
import { isEnded, type RequestView } from './request-view.js';

/** A request came to another level, or left the last one. `null`: from the door; to nowhere any more. */
export interface Move {
  readonly fromLevel: string | null;
  readonly toLevel: string | null;
  /** triage, deadline, help, dispute, return, transfer, absence; closed, withdrawn, declined where it ended. */
  readonly cause: string;
  readonly reason: Reason;
}

/** The move an event makes visible; null where the request stays where it is. */
export function moveOf(
  before: RequestView | undefined,
  after: RequestView,
  { name, body }: Received,
): Move | null {
  const { reason } = body;
  const from = before?.assignment?.level ?? null;
  if (before && isEnded(after) && !isEnded(before))
    return { fromLevel: from, toLevel: null, cause: after.state, reason };
  if (name !== 'RequestAssigned' || !after.assignment || after.assignment.level === from) return null;
  const { cause } = body as unknown as { cause: string };
  return { fromLevel: from, toLevel: after.assignment.level, cause, reason };
}
