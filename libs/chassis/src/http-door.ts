import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem } from './answer-problem.js';
import { faultOfValue } from './check-text.js';
import { httpDurations } from './http-metrics.js';
import { Lifecycle } from './lifecycle.js';
import { Problem } from './problem.js';
import type { RouteTable } from './route-table.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { traceIdOf, traceparentOf } from './trace.js';

export const BODY_LIMIT = 1_048_576;
const QUIET = new Set(['/livez', '/readyz', '/metrics', '/internal/progress']);

/** @param trustedProxies whose `X-Forwarded-For` is believed; nobody's where there are none */
export const httpAdapter = (trustedProxies: readonly string[]): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: 60_000,
    // What comes over an open connection while the process ends is still answered.
    return503OnClosing: false,
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(error, request, reply),
  });

/** What every call passes before and after its route: trace, JSON reading, checks of the text, headers, one log line, one figure. */
export async function hangHttpDoor(app: NestFastifyApplication, routes: RouteTable): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  readJsonOnly(fastify);
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('traceparent', undefined);
  fastify.addHook('onRoute', ({ method, url }) => routes.add(method, url));
  const lifecycle = app.get(Lifecycle);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.traceparent = traceparentOf(request.headers.traceparent);
    void reply.headers(SECURITY_HEADERS);
    // The caller shall not send the next call over this connection.
    if (lifecycle.draining) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const { body } = request;
    const fault = isParsed(body) ? faultOfValue(body) : null;
    done(fault ? new Problem('validation_failed', { errors: [fault] }) : undefined);
  });
  logAndMeasure(fastify);
}

/**
 * JSON only. Fastify's own parser stays: a proxy in a context below could not replace one of ours. An empty body is no body,
 * whatever its type says: `curl -X POST -H 'content-type: application/json'` is no fault.
 */
function readJsonOnly(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    const empty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined;
    if (empty) delete headers['content-type'];
    done();
  });
}

/** What our JSON parser made, not a stream on its way elsewhere. */
function isParsed(body: unknown): body is object {
  if (body === null || typeof body !== 'object') return false;
  return (
    Array.isArray(body) || [Object.prototype, null].includes(Object.getPrototypeOf(body) as object | null)
  );
}

function logAndMeasure(fastify: FastifyInstance): void {
  const durations = httpDurations();
  const logger = new Logger('http');
  fastify.addHook('onResponse', (request, reply, done) => {
    // The pattern, not the address: addresses hold numbers that belong to people, and would be labels without end.
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { method } = request;
    const status = reply.statusCode;
    durations.observe({ method, route, status }, reply.elapsedTime / 1000);
    if (!QUIET.has(route))
      logger.debug({
        msg: 'answered',
        method,
        route,
        status,
        ms: Math.round(reply.elapsedTime),
        traceId: traceIdOf(request.traceparent),
      });
    done();
  });
}
