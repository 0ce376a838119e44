import { readInstant } from '#contracts/read-instant.js';

/** The last request of a page: its time and, among those of the same instant, its id. */
export interface Place {
  readonly submittedAt: string;
  readonly id: string;
}

export const cursorOf = ({ submittedAt, id }: Place): string =>
  Buffer.from(`${submittedAt}|${id}`).toString('base64url');

/** @returns null for what is none of our cursors */
export function placeOf(cursor: string): Place | null {
  const [submittedAt = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const isPlace =
    readInstant(submittedAt) === submittedAt && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
  return isPlace ? { submittedAt, id } : null;
}
