import type { Jurisdiction } from '#profile/model.js';

export interface WhereItIs {
  readonly areaCode: string | null;
  /** Root area code the body names. */
  readonly stated: string | null;
  /** Root area code the caller's token names. */
  readonly ofToken: string | null;
  readonly address: string | null;
}

/**
 * Whose practice the request follows: the area's, else as stated, else the caller's, else the one whose name the address
 * holds, else the first of the installation.
 */
export function findJurisdiction(
  jurisdictions: readonly Jurisdiction[],
  { areaCode, stated, ofToken, address }: WhereItIs,
): Jurisdiction | { readonly fault: 'unknown_area' | 'unknown_jurisdiction' } {
  const byCode = (code: string | null) => jurisdictions.find((one) => one.code === code);
  if (areaCode !== null)
    return jurisdictions.find(({ code }) => areaCode.startsWith(code)) ?? { fault: 'unknown_area' };
  if (stated !== null) return byCode(stated) ?? { fault: 'unknown_jurisdiction' };
  const named = jurisdictions.find(({ name }) => address?.includes(name));
  return byCode(ofToken) ?? named ?? jurisdictions[0] ?? { fault: 'unknown_jurisdiction' };
}
