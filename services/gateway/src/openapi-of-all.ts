import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Installation } from './clock/installation.js';
import { mergeOpenApi } from './docs/merge-openapi.js';

/** The documents of all services and the gateway's own, as one. */
export async function openApiOfAll(app: NestFastifyApplication, own: object): Promise<object> {
  const parts = await app.get(Installation).documents();
  const base = {
    ...own,
    info: {
      title: '联动 / Liandong',
      version: '1',
      description: '城市诉求逐级联动处理 / a resident’s request, level by level',
    },
  };
  return mergeOpenApi(base, [{ name: 'gateway', document: own }, ...parts]);
}
