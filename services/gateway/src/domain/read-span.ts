const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const SHORT = /^(\d+)(d|h|m|s)$/;
const MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** Elapsed time such as `PT3H`, `P2DT12H`, `3h` or `90m`, in ms; null for anything else. */
export function readSpan(text: string): number | null {
  const short = SHORT.exec(text);
  if (short) return Number(short[1]) * MS[short[2] as keyof typeof MS];
  const iso = ISO.exec(text);
  if (!iso || text === 'P' || text.endsWith('T')) return null;
  const [d, h, m, s] = iso.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number];
  return d * MS.d + h * MS.h + m * MS.m + s * MS.s;
}
