import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language.js';
import { Problem } from './problem.js';
import { problemBody } from './problem-body.js';
import { entryOf } from './problem-catalogue.js';
import { problemOf } from './problem-of.js';
import type { RouteTable } from './route-table.js';
import { traceIdOf, traceparentOf } from './trace.js';

const logger = new Logger('problem');

/** Answers any error as problem+json; a server's fault is logged, its cause is never told. */
export function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  routes?: RouteTable,
): void {
  if (isBrokenOff(error, reply)) return;
  // The address without its query, which may hold what nobody should see again.
  const path = (request.url ?? '').split('?')[0] ?? '';
  const problem = withMethods(problemOf(error), request, path, routes);
  const { status } = entryOf(problem.code);
  // An address that cannot be read comes here before the hooks that begin a trace.
  const traceId = traceIdOf((request.traceparent ??= traceparentOf(request.headers.traceparent)));
  if (status >= 500) logger.error({ msg: 'a call failed', err: error, code: problem.code, traceId, status });
  // Whatever began to answer keeps its answer: a second one would only hide the first fault.
  if (reply.sent || reply.raw.headersSent) return;
  const language = languageOf(request.headers['accept-language']);
  void reply
    .status(status)
    .headers({
      'content-type': 'application/problem+json',
      'content-language': language,
      'cache-control': 'no-store',
      ...problem.options.headers,
    })
    // Bytes, since to a text Fastify would add a charset that this media type does not have.
    .send(Buffer.from(JSON.stringify(problemBody(problem, language, path, traceId))));
}

/** Its caller has gone: nobody is left to be answered, and it is nobody's fault. */
const isBrokenOff = (error: unknown, { raw }: FastifyReply): boolean =>
  raw.destroyed && error instanceof Error && error.name === 'AbortError';

function withMethods(problem: Problem, request: FastifyRequest, path: string, routes?: RouteTable): Problem {
  if (problem.code !== 'not_found' || !request.is404) return problem;
  const methods = routes?.methodsAt(path) ?? [];
  return methods.length === 0 ? problem : methodNotAllowed(methods);
}

/** @param methods those that the address takes */
export const methodNotAllowed = (methods: readonly string[]): Problem =>
  new Problem('method_not_allowed', { headers: { allow: methods.toSorted().join(', ') } });
