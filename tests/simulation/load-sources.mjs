// The simulation runs from the sources, compiled as they are read: what is simulated is what stands in the tree, and a mutant
// is a change of that text which never touches a file.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import { inRoot, root } from '../../bin/paths.mjs';

const { $schema: _, exclude: __, ...swc } = JSON.parse(readFileSync(inRoot('.swcrc'), 'utf8'));

/** Installs the loader. `patch`: `(path from the root, text) → text`. */
export function loadSources(patch = (_path, text) => text) {
  registerHooks({
    resolve(specifier, context, next) {
      const file = sourceOf(specifier, context.parentURL);
      return file ? { url: file, format: 'module', shortCircuit: true } : next(specifier, context);
    },
    load(url, context, next) {
      if (!url.endsWith('.ts')) return next(url, context);
      const filename = fileURLToPath(url);
      const text = patch(relative(root, filename), readFileSync(filename, 'utf8'));
      const { code } = transformSync(text, { ...swc, swcrc: false, filename, sourceMaps: 'inline' });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}

/** `#contracts/chain.js` and `./chain.js` name what is compiled; here they lead to the source. */
function sourceOf(specifier, parent) {
  const [, library, path] = /^#([^/]+)\/(.+)\.js$/.exec(specifier) ?? [];
  if (library && library !== 'cli') return pathToFileURL(inRoot('libs', library, 'src', `${path}.ts`)).href;
  if (!/^\.{1,2}\/.+\.js$/.test(specifier) || !parent?.endsWith('.ts')) return undefined;
  return new URL(specifier.replace(/\.js$/, '.ts'), parent).href;
}
