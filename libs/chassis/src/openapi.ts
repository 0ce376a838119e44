import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { describeDtos } from './describe-dtos.js';
import { fieldsGiven } from './fields-given.js';
import { problemSchema } from './problem-schema.js';

/** Makes the document that is served out of the service's own. */
export type CompleteOpenApi = (app: NestFastifyApplication, own: OpenAPIObject) => Promise<object>;

/** Serves the OpenAPI 3.1 document of the service's public routes; built when first asked for. */
export function serveOpenApi(
  app: NestFastifyApplication,
  service: string,
  complete: CompleteOpenApi = (_app, own) => Promise.resolve(own),
): void {
  let built: string | undefined;
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.get('/openapi.json', async (_request, reply) => {
    built ??= JSON.stringify(await complete(app, openApiOf(app, service)));
    return reply.header('content-type', 'application/json; charset=utf-8').send(built);
  });
}

export function openApiOf(app: NestFastifyApplication, service: string): OpenAPIObject {
  describeDtos();
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Liandong ${service}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.components ??= {};
  // Unknown fields are refused, so the document says so.
  for (const [name, schema] of Object.entries(document.components.schemas ?? {}))
    if ('type' in schema && schema.type === 'object') {
      schema.additionalProperties ??= false;
      Object.assign(schema, fieldsGiven(name));
    }
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema };
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      if (!operation.responses) continue;
      operation.responses['default'] ??= problemAnswer;
      if (method === 'post') operation.parameters = withIdempotencyKey(path, operation.parameters ?? []);
    }
  return document;
}

interface Operation {
  responses?: Record<string, unknown>;
  parameters?: { readonly name?: string }[];
}

/**
 * Commands about a request take the header, and those that say so; whatever they say of it, it is the same header. What only looks
 * (`by-phone`) takes none.
 */
function withIdempotencyKey(path: string, parameters: readonly { readonly name?: string }[]) {
  const others = parameters.filter(({ name }) => name !== idempotencyKey.name);
  const takesIt = /^\/v1\/requests($|\/\{)/.test(path) || others.length < parameters.length;
  return takesIt ? [...others, idempotencyKey] : others;
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key and payload get the first answer again, for 30 days unless the installation keeps it for another time; another payload is refused.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
};

const problemAnswer = {
  description: 'Refused or failed; `code` is one of docs/errors.md',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
