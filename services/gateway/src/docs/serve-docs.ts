import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { withOwnErrors } from '#chassis/own-errors.js';
import { PAGE_POLICY } from '../pages/page-policy.js';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** `/docs`: the interface to look at and to try, from our own files, without the internet. */
export async function serveDocs(app: NestFastifyApplication): Promise<void> {
  await app.register(
    withOwnErrors(async (scope) =>
      scope.register(
        fastifyStatic as never,
        {
          root: assets,
          prefix: '/docs/assets/',
          decorateReply: false,
          index: false,
          allowedPath: (path: string) =>
            /^\/(swagger-ui\.css|swagger-ui-bundle\.js|favicon-32x32\.png)$/.test(path),
        } as never,
      ),
    ) as never,
  );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.get('/docs', (_request, reply) => {
    void reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(PAGE);
  });
}

const PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>联动接口 / Liandong REST</title>
<link rel="icon" href="/docs/assets/favicon-32x32.png"><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url:'/openapi.json',dom_id:'#ui',deepLinking:true,persistAuthorization:true})</script></body></html>`;
