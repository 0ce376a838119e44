const CHINA_MS = 8 * 3_600_000;

/**
 * A number a person can read out: `<6 digits of the area>-<yymmdd in Beijing>-<serial, 5 digits or more>-<check digit>`.
 * @param areaCode the area, or the jurisdiction's root where none is known
 * @param serial never given twice in a database, so that no number is
 */
export function trackingNumber(areaCode: string, receivedAt: string, serial: number): string {
  const area = areaCode.slice(0, 6).padEnd(6, '0');
  const day = new Date(Date.parse(receivedAt) + CHINA_MS).toISOString().slice(2, 10).replaceAll('-', '');
  const counted = String(serial).padStart(5, '0');
  return `${area}-${day}-${counted}-${checkDigit(area + day + counted)}`;
}

/** Whether the check digit fits, however the number is hyphenated. */
export function isTrackingNumber(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{18,}$/.test(digits) && checkDigit(digits.slice(0, -1)) === digits.at(-1);
}

/** ISO/IEC 7064, MOD 11,10: finds every single wrong digit and nearly every swap of neighbours. */
export function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return String((11 - product) % 10);
}
