import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

export interface RequestVersion {
  /** 0 before the first assignment. */
  readonly assignmentNumber: number;
  /** Events the assignment service wrote about the request. */
  readonly sequence: number;
}

/**
 * `"<assignmentNumber>.<sequence>"`, quotes included: a strong entity tag. The ledger adds a third part, the length of the
 * timeline, so that what others than the assignment service wrote changes the tag too; who acts need not have seen that.
 */
export const etagOf = ({ assignmentNumber, sequence }: RequestVersion, timeline?: number): string =>
  `"${assignmentNumber}.${sequence}${timeline === undefined ? '' : `.${timeline}`}"`;

/** @throws Problem precondition_required without If-Match, precondition_failed where it is none of our tags */
export function parseIfMatch(request: Pick<FastifyRequest, 'headers'>): RequestVersion {
  const header = request.headers['if-match'];
  if (!header) throw new Problem('precondition_required');
  // Weak tags never match in If-Match (RFC 9110), and `*` would let an act through unseen.
  const match = /^\s*"(\d{1,9})\.(\d{1,9})(?:\.\d{1,9})?"\s*$/.exec(header);
  if (!match) throw new Problem('precondition_failed');
  return { assignmentNumber: Number(match[1]), sequence: Number(match[2]) };
}
