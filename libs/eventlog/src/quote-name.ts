/** A PostgreSQL identifier in quotes, whatever it holds. */
export function quoteName(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error(`not a name: ${JSON.stringify(name)}`);
  return `"${name.replaceAll('"', '""')}"`;
}
