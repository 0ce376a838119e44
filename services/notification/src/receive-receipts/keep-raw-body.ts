import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#chassis/problem.js';

const ROUTE = '/v1/notices/receipts';
const LARGEST = 16 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes as they came; only where a signature over them is checked. */
    rawBody?: Buffer;
  }
}

/** Keeps the bytes of receipts: the signature is over them, not over what was parsed. */
export function keepRawBody(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.url !== ROUTE) return payload;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST) throw new Problem('payload_too_large');
      chunks.push(chunk);
    }
    request.rawBody = Buffer.concat(chunks);
    return Object.assign(Readable.from([request.rawBody]), { receivedEncodedLength: size });
  });
}
