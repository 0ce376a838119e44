/** A promise that does not hold. The name of the promise is what a story is shrunk by and a mutant is caught by. */
export class Violation extends Error {
  constructor(
    readonly invariant: string,
    readonly requestId: string | null,
    message: string,
  ) {
    super(`${invariant}: ${message}`);
    this.name = 'Violation';
  }
}

/** Throws unless it holds. The message is made only then. */
export function must(
  holds: boolean,
  invariant: string,
  requestId: string | null,
  message: () => string,
): asserts holds {
  if (!holds) throw new Violation(invariant, requestId, message());
}
