/**
 * An error's words for logs and dead letters. PostgreSQL's messages quote values of a row, a JSON parser's the text: of these only
 * what names the place is told.
 */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, table, constraint, severity } = error as {
    code?: string;
    table?: string;
    constraint?: string;
    severity?: string;
  };
  if (severity !== undefined) return ['SQLSTATE', code, table, constraint].filter(Boolean).join(' ');
  return error instanceof SyntaxError ? error.name : error.message;
}
