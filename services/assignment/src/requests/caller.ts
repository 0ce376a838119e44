import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#contracts/parts.js';
import type { Principal } from '#chassis/principal.js';

export interface Caller {
  readonly principal: Principal;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Who calls, with the call itself: its headers hold If-Match and Idempotency-Key, its reply the ETag. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  return { principal: request.principal as Principal, request, reply: http.getResponse<FastifyReply>() };
});

export const actorOf = ({ sub, role, level }: Principal): Actor => ({
  kind: role === 'admin' ? 'admin' : 'officer',
  id: sub,
  level,
});
