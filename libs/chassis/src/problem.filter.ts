import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language.js';
import { problemBody } from './problem-body.js';
import { entryOf } from './problem-catalogue.js';
import { problemOf } from './problem-of.js';
import { traceIdOf } from './trace.js';

/** Answers every error of the HTTP side as RFC 9457 problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    // The event side has its own words for failure; what is thrown there is retried or parked by the transport.
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    const { status } = entryOf(problem.code);
    const traceId = traceIdOf(request.traceparent);
    if (status >= 500)
      this.#logger.error({ msg: 'a call failed', err: error, code: problem.code, traceId, status });
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
      .send(JSON.stringify(problemBody(problem, language, (request.url ?? '').split('?')[0] ?? '', traceId)));
  }
}
