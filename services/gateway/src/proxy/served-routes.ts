import { Injectable } from '@nestjs/common';
import { RouteTable } from '#chassis/route-table.js';
import { Installation } from '../clock/installation.js';
import { mergeOpenApi } from '../docs/merge-openapi.js';

interface Paths {
  readonly paths: Readonly<Record<string, object>>;
}

/** Which methods the services behind take at which path, by their OpenAPI documents: one path may belong to two of them. */
@Injectable()
export class ServedRoutes {
  #reading: Promise<void> | undefined;

  constructor(
    private readonly installation: Installation,
    private readonly routes: RouteTable,
  ) {}

  /** Once; rejects while a service is away, and reads again when next called. */
  read(): Promise<void> {
    return (this.#reading ??= this.#readAll().catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    }));
  }

  async #readAll(): Promise<void> {
    const documents = await this.installation.documents();
    const { paths } = mergeOpenApi({}, documents) as Paths;
    // Only when all are known: half of a path's methods would refuse the other half.
    for (const [path, item] of Object.entries(paths))
      for (const method of Object.keys(item)) {
        const url = path.replace(/\{(\w+)\}/g, ':$1');
        this.routes.add(method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase(), url);
      }
  }
}
