import type { Duty, Officer, RegistrySnapshot } from './registry.js';

export type Vacancy = 'no_officer' | 'all_absent';

export const isAbsent = (registry: RegistrySnapshot, officerId: string, now: number): boolean =>
  (registry.absencesOfOfficer.get(officerId) ?? []).some(({ from, until }) => from <= now && now < until);

/** Members share the work, the lead steps in for them, the deputy for the lead. */
export const ORDINARY_ORDER: readonly Duty[] = ['member', 'lead', 'deputy_lead'];
/** For one who is away: the deputy first, who knows the office's cases. */
export const STAND_IN_ORDER: readonly Duty[] = ['deputy_lead', 'lead', 'member'];

/**
 * One officer of the office who is present: of the first duty that has any, by the hash of the request's id, so that work
 * spreads evenly and every replica chooses the same. Answers why where there is none.
 */
export function chooseOfficer(
  registry: RegistrySnapshot,
  officeCode: string,
  requestId: string,
  now: number,
  { order = ORDINARY_ORDER, except = null }: { order?: readonly Duty[]; except?: string | null } = {},
): Officer | Vacancy {
  const officers = (registry.officersOfOffice.get(officeCode) ?? []).filter(({ id }) => id !== except);
  if (officers.length === 0) return except === null ? 'no_officer' : 'all_absent';
  const present = officers.filter((officer) => !isAbsent(registry, officer.id, now));
  for (const duty of order) {
    const chosen = oneOf(
      present.filter((officer) => officer.duty === duty),
      requestId,
    );
    if (chosen) return chosen;
  }
  return 'all_absent';
}

export function oneOf<T>(items: readonly T[], requestId: string): T | undefined {
  return items[hash(requestId) % Math.max(1, items.length)];
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
