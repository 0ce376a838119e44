import type { Profile } from '#profile/model.js';
import type { ProfileStore } from '#profile/profile-store.js';

/** The profile in force where the area lies; null outside every jurisdiction. */
export function profileAt(profiles: ProfileStore, areaCode: string): Profile | null {
  const jurisdiction = profiles.jurisdictionOf(areaCode);
  return (jurisdiction && profiles.forJurisdiction(jurisdiction.code)?.profile) ?? null;
}
