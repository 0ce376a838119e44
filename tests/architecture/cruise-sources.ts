import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[];
  options: Record<string, unknown>;
};

export const dependencyRules: readonly { readonly name: string }[] = forbidden;

/** What breaks the rules of .dependency-cruiser.cjs in a tree: the repository's, or that of the probes. */
export async function violationsIn(root: string, folders: readonly string[]): Promise<readonly IViolation[]> {
  const { output } = await cruise(
    [...folders],
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden } as never },
    { alias: sourcesOf(root), extensionAlias: { '.js': ['.ts', '.js'] } } as never,
  );
  return (output as ICruiseResult).summary.violations;
}

// `#contracts/x.js` leads to dist/ at run time; the rules look at sources, as the compiler's `paths` name them.
function sourcesOf(root: string): Record<string, string> {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.base.json', 'utf8')) as {
    compilerOptions: { paths: Record<string, [string]> };
  };
  return Object.fromEntries(
    Object.entries(compilerOptions.paths).map(([name, [path]]) => [
      name.replace('/*.js', ''),
      join(root, path.replace('/*.ts', '')),
    ]),
  );
}
