import httpProxy from '@fastify/http-proxy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, methodNotAllowed } from '#chassis/answer-problem.js';
import { Config } from '#chassis/config.js';
import { Lifecycle } from '#chassis/lifecycle.js';
import { Problem } from '#chassis/problem.js';
import { withOwnErrors } from '#chassis/own-errors.js';
import { RouteTable } from '#chassis/route-table.js';
import { type Destination, destinationOf } from '../domain/route-table.js';
import { dispatcherToServices } from './dispatch-to-services.js';
import { answerUnchanged, OVER, overOf } from './lasting-call.js';
import { isOnItsWay, readBody } from './read-body.js';

/** One attempt at a service. */
interface Attempt {
  readonly req: {
    readonly method: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: unknown;
  };
  readonly err: (Error & { readonly code?: string }) | null;
  readonly attempt: number;
}
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const AGAIN_AFTER_MS = 50;
const isCutOff = (error: Attempt['err']): boolean =>
  error?.code === 'UND_ERR_SOCKET' || error?.code === 'ECONNRESET';
/**
 * What got no answer, since the connection was closed under it as by a service that ends, is asked once more where that does
 * no harm: what is only read, and what has an Idempotency-Key, under which it is done once and answered twice.
 */
const mayBeAskedAgain = ({ req, err, attempt }: Attempt): boolean =>
  attempt === 0 &&
  isCutOff(err) &&
  !isOnItsWay(req.body) &&
  (READS.has(req.method) || req.headers['idempotency-key'] !== undefined);

const RETRY_AFTER_S = '1';

/** Passes calls on as they are, streams included; the services themselves check token, scope and body. */
export async function proxyToServices(app: NestFastifyApplication): Promise<void> {
  const { urls } = app.get(Config);
  const routes = app.get(RouteTable);
  const { ending } = app.get(Lifecycle);
  const destinations = new WeakMap<object, Destination>();
  const lasting = new WeakMap<object, AbortSignal>();
  const undici = dispatcherToServices();
  const optionsAt = (prefix: string) => ({
    prefix,
    rewritePrefix: prefix,
    upstream: '',
    undici,
    preHandler: async (request: FastifyRequest, reply: FastifyReply) => {
      const [path = ''] = request.url.split('?');
      const methods = routes.methodsAt(path);
      if (methods.length > 0 && !methods.includes(request.method)) throw methodNotAllowed(methods);
      const destination = destinationOf(request.method, path);
      if (!destination) throw new Problem('not_found');
      if (!urls[destination.to]) throw away(destination.to);
      destinations.set(request.raw, destination);
      const over = overOf(request, reply, ending);
      if (over) lasting.set(request.raw, over);
      await readBody(request);
    },
    replyOptions: {
      getUpstream: (request: FastifyRequest) => urls[destinationOfRequest(request).to] ?? '',
      // By default a 503 with Retry-After would be tried ten times; the caller is told to wait, nobody else.
      retryDelay: (attempt: Attempt) => (mayBeAskedAgain(attempt) ? AGAIN_AFTER_MS : null),
      rewriteRequestHeaders: (request: FastifyRequest, headers: Record<string, string>) =>
        headersFor(request, headers, lasting.get(request.raw)),
      onError: (reply: FastifyReply, { error: _error }: { error: Error }) => {
        const request = reply.request;
        // What was not read of the body would be taken for the next call.
        if (!request.raw.complete) void reply.header('connection', 'close');
        if (lasting.get(request.raw)?.aborted) answerUnchanged(request, reply);
        else answerProblem(away(destinationOfRequest(request).to), request, reply);
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
function headersFor(
  request: FastifyRequest,
  given: Record<string, string>,
  over: AbortSignal | undefined,
): Record<string, string> {
  const { 'x-internal-token': _token, 'x-forwarded-for': _for, ...headers } = given;
  return {
    ...headers,
    'x-client-address': request.ip,
    ...(request.traceparent ? { traceparent: request.traceparent } : {}),
    ...(over ? { [OVER]: over } : {}),
  };
}

const away = (service: string): Problem =>
  new Problem('service_unavailable', { facts: { service }, headers: { 'retry-after': RETRY_AFTER_S } });
