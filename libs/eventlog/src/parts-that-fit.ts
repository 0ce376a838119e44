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
    const bytes = (before ?? 0) + row.bytes;
    const overflows = before !== undefined && bytes > most;
    if (parts.length === 0 || overflows) {
      parts.push([]);
      filled = new Map();
    }
    parts.at(-1)!.push(row);
    filled.set(row.partition, overflows ? row.bytes : bytes);
  }
  return parts;
}
