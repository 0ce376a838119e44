interface Document {
  readonly paths?: Record<string, object>;
  readonly components?: Record<string, Record<string, object>>;
  readonly tags?: readonly { readonly name: string }[];
}

/**
 * One document of several. Schemas that differ under one name get the service's name in front; a route that two services
 * claim is a fault of the route table and is thrown.
 */
export function mergeOpenApi(
  base: object,
  parts: readonly { readonly name: string; readonly document: Document }[],
): object {
  const paths: Record<string, Record<string, object>> = {};
  const components: Record<string, Record<string, object>> = {};
  for (const { name, document } of parts) {
    const renamed = renameClashes(name, document, components);
    for (const [path, item] of Object.entries(renamed.paths ?? {})) {
      if (path.startsWith('/v1/dead-letters')) {
        // The same routes everywhere: the gateway puts the service's name into the path.
        paths[path.replace('/v1/dead-letters', `/v1/dead-letters/${name}`)] = item as Record<string, object>;
        continue;
      }
      for (const [method, operation] of Object.entries(item)) {
        if (paths[path]?.[method]) throw new Error(`${method} ${path} is claimed twice, once by ${name}`);
        (paths[path] ??= {})[method] = operation as object;
      }
    }
    for (const [kind, entries] of Object.entries(renamed.components ?? {}))
      components[kind] = { ...components[kind], ...entries };
  }
  return { ...base, paths: sorted(paths), components };
}

function renameClashes(
  service: string,
  document: Document,
  known: Record<string, Record<string, object>>,
): Document {
  const schemas = document.components?.['schemas'] ?? {};
  const clashes = Object.keys(schemas).filter(
    (name) =>
      known['schemas']?.[name] && JSON.stringify(known['schemas'][name]) !== JSON.stringify(schemas[name]),
  );
  if (clashes.length === 0) return document;
  let text = JSON.stringify(document);
  for (const name of clashes) {
    const own = `${service[0]!.toUpperCase()}${service.slice(1)}${name}`;
    text = text.replaceAll(`"#/components/schemas/${name}"`, `"#/components/schemas/${own}"`);
    const parsed = JSON.parse(text) as { components: { schemas: Record<string, object> } };
    parsed.components.schemas[own] = parsed.components.schemas[name]!;
    delete parsed.components.schemas[name];
    text = JSON.stringify(parsed);
  }
  return JSON.parse(text) as Document;
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
