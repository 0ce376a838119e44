import httpProxy from '@fastify/http-proxy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, methodNotAllowed } from '#chassis/answer-problem.js';
import { Config } from '#chassis/config.js';
import { Problem } from '#chassis/problem.js';
import { withOwnErrors } from '#chassis/own-errors.js';
import { RouteTable } from '#chassis/route-table.js';
import { type Destination, destinationOf } from '../domain/route-table.js';
import { patientConnector } from './patient-connector.js';
import { bodyTooLarge, limitedBody, saysTooMuch } from './body-limit.js';

/**
 * One attempt at a service. What was only read and got no answer, since the connection was closed under it as by a service
 * that ends, is asked once more. By default a 503 with Retry-After would be tried ten times; the caller is told to wait, nobody else.
 */
interface Attempt {
  readonly req: { readonly method: string };
  readonly err: (Error & { readonly code?: string }) | null;
  readonly attempt: number;
}
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const AGAIN_AFTER_MS = 50;
const isCutOff = (error: Attempt['err']): boolean =>
  error?.code === 'UND_ERR_SOCKET' || error?.code === 'ECONNRESET';

const RETRY_AFTER_S = '1';
/** Services that do not answer within this are as good as away. Streams of events send a heartbeat more often. */
const ANSWER_WITHIN_MS = 60_000;

/** Passes calls on as they are, streams included; the services themselves check token, scope and body. */
export async function proxyToServices(app: NestFastifyApplication): Promise<void> {
  const { urls } = app.get(Config);
  const routes = app.get(RouteTable);
  const destinations = new WeakMap<object, Destination>();
  const tooLarge = new WeakSet<object>();
  const refuse = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
    answerProblem(problem, request, reply);

  const connect = patientConnector();
  const optionsAt = (prefix: string) => ({
    prefix,
    rewritePrefix: prefix,
    upstream: '',
    undici: {
      // Each who watches, or sends slowly, holds one for as long as he does.
      connections: 4_096,
      pipelining: 1,
      connect,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    },
    preHandler: (request: FastifyRequest, reply: FastifyReply, next: () => void) => {
      const [path = ''] = request.url.split('?');
      const methods = routes.methodsAt(path);
      if (methods.length > 0 && !methods.includes(request.method))
        return refuse(request, reply, methodNotAllowed(methods));
      const destination = destinationOf(request.method, path);
      if (!destination) return refuse(request, reply, new Problem('not_found'));
      if (!urls[destination.to]) return refuse(request, reply, away(destination.to));
      if (saysTooMuch(request)) return refuse(request, reply, bodyTooLarge());
      limitedBody(request, () => tooLarge.add(request.raw));
      destinations.set(request.raw, destination);
      next();
    },
    replyOptions: {
      getUpstream: (request: FastifyRequest) => urls[destinationOfRequest(request).to] ?? '',
      retryDelay: ({ req, err, attempt }: Attempt) =>
        isCutOff(err) && READS.has(req.method) && attempt === 0 ? AGAIN_AFTER_MS : null,
      rewriteRequestHeaders: (request: FastifyRequest, headers: Record<string, string>) =>
        headersFor(request, headers),
      onError: (reply: FastifyReply, { error: _error }: { error: Error }) => {
        const request = reply.request;
        if (tooLarge.has(request.raw)) return refuse(request, reply, bodyTooLarge());
        // What was not read of the body would be taken for the next call.
        if (!request.raw.complete) void reply.header('connection', 'close');
        refuse(request, reply, away(destinationOfRequest(request).to));
      },
    },
    internalRewriteLocationHeader: false,
    preRewrite: (url: string) => {
      const [path = '', query] = url.split(/\?(.*)/s);
      // The method does not matter for the path.
      const rewritten = destinationOf('GET', path)?.path ?? path;
      return query === undefined ? rewritten : `${rewritten}?${query}`;
    },
  });

  await app.register(
    withOwnErrors(async (scope) => {
      for (const prefix of ['/v1', '/dev'])
        await scope.register(httpProxy as never, optionsAt(prefix) as never);
    }) as never,
  );

  function destinationOfRequest(request: FastifyRequest): Destination {
    return destinations.get(request.raw)!;
  }
}

/** Who calls is told by us and not believed of the caller; what only our own processes may say is taken out. */
function headersFor(request: FastifyRequest, given: Record<string, string>): Record<string, string> {
  const { 'x-internal-token': _token, 'x-forwarded-for': _for, ...headers } = given;
  return {
    ...headers,
    'x-client-address': request.ip,
    ...(request.traceparent ? { traceparent: request.traceparent } : {}),
  };
}

const away = (service: string): Problem =>
  new Problem('service_unavailable', { facts: { service }, headers: { 'retry-after': RETRY_AFTER_S } });
