import { createParamDecorator, type ExecutionContext, SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeController, ApiExcludeEndpoint, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

export const roles = ['resident', 'officer', 'supervisor', 'monitor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who calls, as the token says. */
export interface Principal {
  readonly sub: string;
  readonly role: Role;
  /** Root area code of the jurisdiction; null: all of the installation. */
  readonly jurisdiction: string | null;
  /** Level id of the profile. */
  readonly level: string | null;
  /** Area code; covers everything it is a prefix of. */
  readonly area: string | null;
  /** Office code. */
  readonly office: string | null;
}

export type Access =
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'public' }
  | { readonly kind: 'internal' };

export const ACCESS = 'liandong:access';

/** Where the OpenAPI document says who may call an operation: a list of roles, or `public`. */
export const ACCESS_EXTENSION = 'x-access';

/** Who may call the route. A route without `@Permit`, `@Public` or `@Internal` keeps the service from starting. */
export const Permit = (...allowed: [Role, ...Role[]]) =>
  applyDecorators(
    SetMetadata(ACCESS, { kind: 'roles', roles: allowed } satisfies Access),
    ApiBearerAuth('bearer'),
    ApiExtension(ACCESS_EXTENSION, allowed),
  );

/** Anybody may call; a token is not looked at. */
export const Public = () =>
  applyDecorators(
    SetMetadata(ACCESS, { kind: 'public' } satisfies Access),
    ApiExtension(ACCESS_EXTENSION, 'public'),
  );

/** Only the installation's own processes, by the header `x-internal-token`; for all others the route does not exist. */
export const Internal = () =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'internal' } satisfies Access), notInOpenApi);

const notInOpenApi: ClassDecorator & MethodDecorator = (
  target: object,
  name?: string | symbol,
  descriptor?: PropertyDescriptor,
): void => {
  if (name !== undefined && descriptor) ApiExcludeEndpoint()(target, name, descriptor);
  else ApiExcludeController()(target as new () => object);
};

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
    /** W3C trace context: the caller's, or a new one. */
    traceparent?: string;
  }
}

/** The caller; undefined on public routes. */
export const Me = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().principal,
);
