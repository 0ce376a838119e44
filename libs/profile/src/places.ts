/** A value of a document and where it stands. */
export interface Place {
  /** JSON pointer. */
  readonly path: string;
  readonly value: unknown;
}

/**
 * Everything that a pattern finds, e.g. `levels/*\/id`; `*` stands for every key or index. What is absent or has another
 * shape is not found, so that one misshapen part hides no fault elsewhere.
 */
export function placesAt(root: unknown, pattern: string): Place[] {
  return pattern.split('/').reduce<Place[]>(step, [{ path: '', value: root }]);
}

/** The same, texts only. */
export const textsAt = (root: unknown, pattern: string): { path: string; value: string }[] =>
  placesAt(root, pattern).filter((place): place is { path: string; value: string } => {
    return typeof place.value === 'string';
  });

function step(places: Place[], key: string): Place[] {
  return places.flatMap(({ path, value }) => {
    if (value === null || typeof value !== 'object') return [];
    const entries = Object.entries(value);
    return entries
      .filter(([name]) => key === '*' || name === key)
      .map(([name, inner]) => ({ path: `${path}/${escaped(name)}`, value: inner as unknown }));
  });
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
