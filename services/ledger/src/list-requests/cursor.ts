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
    /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z$/.test(submittedAt) &&
    !Number.isNaN(Date.parse(submittedAt)) &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
  return isPlace ? { submittedAt, id } : null;
}
