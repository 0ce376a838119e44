import { HttpException } from '@nestjs/common';
import { isRetryable } from '#eventlog/retryable.js';
import { Problem } from './problem.js';
import type { ProblemCode } from './problem-catalogue.js';

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'bad_request',
  412: 'precondition_failed',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  428: 'precondition_required',
  429: 'too_many_requests',
  431: 'headers_too_large',
  502: 'bad_gateway',
  503: 'not_ready',
  504: 'bad_gateway',
};

const JSON_FAULTS = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/** What the caller is told about any error; `internal` says nothing of its cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode, name } = (error ?? {}) as {
    code?: unknown;
    statusCode?: unknown;
    name?: unknown;
  };
  if (typeof code === 'string' && code.startsWith('FST_')) {
    if (JSON_FAULTS.has(code)) return new Problem('malformed_json');
    // Fastify looks at the content of QUERY before it sees that no route takes that method.
    if (code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return new Problem('not_found');
    return new Problem(BY_STATUS[Number(statusCode)] ?? 'internal');
  }
  // The JSON parser's own errors carry a status and a piece of the body; only the status is taken.
  if (name === 'SyntaxError' && statusCode === 400) return new Problem('malformed_json');
  if (error instanceof HttpException && codeOf(error.cause)?.startsWith('FST_'))
    return problemOf(error.cause);
  if (error instanceof HttpException) return new Problem(BY_STATUS[error.getStatus()] ?? 'internal');
  if (error !== null && typeof error === 'object' && isRetryable(error))
    return new Problem('database_unavailable', { headers: { 'retry-after': '2' } });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Problem(BY_STATUS[statusCode] ?? 'bad_request');
  return new Problem('internal');
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
