/** One rule broken on purpose: exactly one place of one file, as text. */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** What is not true any more. */
  readonly breaks: string;
  readonly find: string;
  readonly replace: string;
}

/** Mutants of the files of one folder. */
export const mutantsOf = (
  folder: string,
  list: readonly (readonly [name: string, file: string, breaks: string, find: string, replace: string])[],
): Mutant[] =>
  list.map(([name, file, breaks, find, replace]) => ({
    name,
    file: `${folder}/${file}`,
    breaks,
    find,
    replace,
  }));
