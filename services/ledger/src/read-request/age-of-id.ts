/** How long ago a UUIDv7 was made, ms; Infinity for other ids and for those from the future. */
export function ageOfId(id: string, now: number): number {
  const hex = id.replaceAll('-', '');
  if (hex[12] !== '7') return Infinity;
  const age = now - Number.parseInt(hex.slice(0, 12), 16);
  // Clocks of machines differ a little.
  return age < -2_000 ? Infinity : Math.max(0, age);
}
