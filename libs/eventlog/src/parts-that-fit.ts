export interface Placed {
  readonly partition: number;
  readonly bytes: number;
}

/**
 * Cuts `rows`, in their order, into parts of which none has more than `most` bytes for one partition. A row that is larger is the only one
 * of its partition in its part.
 */
export function partsThatFit<Row extends Placed>(rows: readonly Row[], most: number): Row[][] {
  const parts: Row[][] = [];
  let filled = new Map<number, number>();
  for (const row of rows) {
    const before = filled.get(row.partition);
    const fits = parts.length > 0 && (before === undefined || before + row.bytes <= most);
    if (!fits) {
      parts.push([]);
      filled = new Map();
    }
    parts.at(-1)!.push(row);
    filled.set(row.partition, (fits ? (before ?? 0) : 0) + row.bytes);
  }
  return parts;
}
