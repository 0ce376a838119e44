import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from './config.js';
import { ACCESS, type Access } from './principal.js';
import { Problem } from './problem.js';
import { TokenVerifier, unauthenticated } from './token-verifier.js';

/** Lets a call through by what the route declares; a route that declares nothing is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #internalToken: Buffer;

  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
    config: Config,
  ) {
    this.#internalToken = digest(config.internalToken);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    switch (access?.kind) {
      case 'public':
        return true;
      case 'internal':
        if (!this.#isInternal(request.headers['x-internal-token'])) throw new Problem('not_found');
        return true;
      case 'roles': {
        const principal = await this.verifier.verify(bearerOf(request.headers.authorization));
        request.principal = principal;
        if (!access.roles.includes(principal.role)) throw new Problem('forbidden');
        return true;
      }
      case undefined:
        throw new Problem('forbidden');
    }
  }

  #isInternal(header: unknown): boolean {
    return typeof header === 'string' && timingSafeEqual(digest(header), this.#internalToken);
  }
}

// Equal lengths whatever was sent, so that the comparison tells nothing.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function bearerOf(authorization: string | undefined): string {
  const match = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '');
  if (!match?.[1]) throw unauthenticated(authorization ? 'invalid' : undefined);
  return match[1];
}
