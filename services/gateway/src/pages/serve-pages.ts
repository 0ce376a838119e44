import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { PAGE_POLICY } from './page-policy.js';
import { startPage } from './start-page.js';
import { watchPage } from './watch-page.js';

/** The two plain pages of the door itself. */
export function servePages(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  for (const [path, page] of [
    ['/', startPage],
    ['/watch', watchPage],
  ] as const)
    fastify.get(path, (_request, reply) => {
      void reply
        .header('content-security-policy', PAGE_POLICY)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(page);
    });
}
