import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';
import type { Actor } from '#contracts/parts.js';

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

/** Who acted, as events say it. */
export function actorOf({ sub, role, level }: Principal): Actor & { readonly id: string } {
  if (role === 'resident') return { kind: 'resident', id: sub, level: null };
  return { kind: role === 'admin' ? 'admin' : 'officer', id: sub, level };
}
