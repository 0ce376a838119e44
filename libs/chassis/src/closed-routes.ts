import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS } from './principal.js';

/** Refuses the start while a route does not say who may call it. */
export function refuseUndeclaredRoutes(discovery: DiscoveryService, scanner: MetadataScanner): void {
  const undeclared: string[] = [];
  for (const { metatype } of discovery.getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, unknown>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name] as object;
      if (Reflect.getMetadata(PATH_METADATA, handler) === undefined) continue;
      if (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, metatype)) continue;
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
      undeclared.push(`${metatype.name}.${name} (${method})`);
    }
  }
  if (undeclared.length > 0)
    throw new Error(`routes without @Permit, @Public or @Internal: ${undeclared.join(', ')}`);
}
