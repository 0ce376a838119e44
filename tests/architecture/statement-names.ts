/** `name: 'ledger.view'`, `name: \`${schema}.view\``. */
const NAME = /\bname: (['`])(?:\$\{[\w.]*schema\}|[a-z]+)\.([a-z][a-z-]*)\1/g;
const IN_SERVICE = /^services\/([a-z]+)\/src\//;

/** The names of prepared statements in a file, without the schema before them. */
export const statementNamesIn = (text: string): string[] =>
  [...text.matchAll(NAME)].flatMap(([, , name]) => name ?? []);

/**
 * Names that stand in two places of what one process runs: its own service and the libraries. PostgreSQL keeps a prepared statement
 * by its name as long as the connection lives; the second text under one name fails on the connection that has seen the first.
 */
export function doubleStatementNamesIn(
  files: readonly { readonly path: string; readonly text: string }[],
): string[] {
  const named = files.map(({ path, text }) => ({
    path,
    service: IN_SERVICE.exec(path)?.[1],
    names: statementNamesIn(text),
  }));
  const services = new Set(named.flatMap(({ service }) => service ?? []));
  return [...services].flatMap((service) => {
    const seen = named
      .filter((file) => file.service === service || file.service === undefined)
      .flatMap(({ path, names }) => names.map((name) => ({ name, path })));
    return seen
      .filter(({ name }, index) => seen.findIndex((one) => one.name === name) < index)
      .map(({ name, path }) => `${service}.${name}: ${path}`);
  });
}
