/** Rows as CSV with a header (RFC 4180). */
export function stringify<Row extends object>(
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): string {
  const line = (cells: readonly string[]) => cells.map(quoted).join(',');
  return (
    [line(columns), ...rows.map((row) => line(columns.map((column) => String(row[column]))))].join('\n') +
    '\n'
  );
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
