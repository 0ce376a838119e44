/** What a log line may hold beside its message. Everything else is dropped: bodies, queries, names, phones never get in by accident. */
const ALLOWED = new Set([
  'context',
  'err',
  'msg',
  'service',
  'traceId',
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'reason',
  'topic',
  'partition',
  'offset',
  'event',
  'eventId',
  'outcome',
  'schema',
  'source',
  'count',
  'attempt',
  'port',
  'host',
  'mode',
  'version',
  'signal',
]);

export const allowedFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));

interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly stack?: string;
}

/**
 * An error without what a row or a body may have put into it: PostgreSQL's messages quote values, a JSON parser's the text.
 * Of these the place is kept, not the words.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint, severity } = error as {
    code?: unknown;
    table?: string;
    constraint?: string;
    severity?: string;
  };
  const quotes = severity !== undefined || error instanceof SyntaxError || 'driverError' in error;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .join('\n');
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(quotes ? {} : { message: error.message }),
    ...(table ? { table } : {}),
    ...(constraint ? { constraint } : {}),
    ...(frames ? { stack: frames } : {}),
  };
}
