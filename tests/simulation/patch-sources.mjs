import { loadSources } from './load-sources.mjs';

let patched;

/** The simulation over the sources, one place of them changed where a mutant is named. */
export async function patchWith(name) {
  let used = 0;
  loadSources((path, text) => {
    if (path !== patched?.file) return text;
    used += 1;
    return mutated(patched, text);
  });
  const { MUTANTS } = await import('./mutants/all-mutants.ts');
  if (name !== undefined) {
    patched = MUTANTS.find((mutant) => mutant.name === name);
    if (!patched) throw new Error(`no mutant is called ${name}`);
  }
  const { simulation } = await import('./simulation.ts');
  if (patched && used !== 1) throw new Error(`${patched.file} was read ${used} times`);
  return { simulation };
}

/** The place must be there exactly once: what has moved must be looked at again. */
function mutated({ name, find, replace }, text) {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`mutant ${name}: its place is there ${parts.length - 1} times`);
  return parts.join(replace);
}
