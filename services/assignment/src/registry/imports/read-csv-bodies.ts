import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** 100,000 lines are about 8 MB. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Lets the service take files of the registry beside JSON; kept as bytes, since their encoding has yet to be found out. */
export function readCsvBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: LARGEST_FILE },
    (_request, body, done) => done(null, body),
  );
}
