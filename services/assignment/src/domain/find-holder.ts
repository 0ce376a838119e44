import type { Profile } from '#profile/model.js';
import { chooseOfficer, isAbsent, oneOf, type Vacancy } from './choose-officer.js';
import { officesKey } from './index-registry.js';
import type { Duty, Office, Officer, RegistrySnapshot } from './registry.js';
import type { Rung } from './rungs.js';

/** What is asked of routing: who shall hold this request on this rung? */
export interface HolderQuestion {
  readonly profile: Profile;
  readonly registry: RegistrySnapshot;
  /** Root area of the jurisdiction. */
  readonly jurisdiction: string;
  readonly requestId: string;
  readonly areaCode: string;
  /** Null: general offices only. */
  readonly category: string | null;
  /** Epoch ms. */
  readonly now: number;
  /** Not this officer again. */
  readonly except?: string | null;
  readonly order?: readonly Duty[];
}

export interface Holder {
  readonly office: Office;
  readonly officer: Officer;
}

export type NoHolder = 'no_area' | 'no_office' | Vacancy;

/** The office that answers on this rung and one of its officers who is present, or why there is none. */
export function findHolder(question: HolderQuestion, rung: Rung): Holder | NoHolder {
  return rung.codeLength === null ? beyondTop(question, rung.id) : onLevel(question, rung, rung.codeLength);
}

function onLevel(question: HolderQuestion, rung: Rung, codeLength: number): Holder | NoHolder {
  const { registry, areaCode, category } = question;
  const area = areaCode.slice(0, codeLength);
  if (area.length < codeLength || !registry.areas.has(area)) return 'no_area';
  const offices = registry.officesOfArea.get(officesKey(rung.id, area)) ?? [];
  const byMatter =
    rung.routing === 'matter' && category !== null
      ? offices.filter((office) => office.matters.includes(category))
      : [];
  const general = offices.filter((office) => office.matters.length === 0);
  return firstStaffed(question, [...byMatter, ...general]);
}

/** A deputy paired with the area, the closest pairing first; else whoever is present in an office of that rung. */
function beyondTop(question: HolderQuestion, level: string): Holder | NoHolder {
  const { registry, jurisdiction, profile } = question;
  if (profile.beyond?.holder === 'deputy') {
    const deputy = pairedDeputy(question);
    if (deputy) return deputy;
  }
  const offices = (registry.officesOfLevel.get(level) ?? []).filter(({ areaCode }) =>
    areaCode.startsWith(jurisdiction),
  );
  return firstStaffed(question, offices);
}

function pairedDeputy({ registry, areaCode, requestId, now, except }: HolderQuestion): Holder | null {
  for (let length = areaCode.length; length >= 2; length -= 1) {
    const present = (registry.deputiesOfArea.get(areaCode.slice(0, length)) ?? []).filter(
      ({ id }) => id !== except && !isAbsent(registry, id, now),
    );
    const officer = oneOf(present, requestId);
    const office = officer && registry.offices.get(officer.officeCode);
    if (officer && office) return { office, officer };
  }
  return null;
}

function firstStaffed(question: HolderQuestion, offices: readonly Office[]): Holder | NoHolder {
  const { registry, requestId, now, except = null, order } = question;
  let why: NoHolder = 'no_office';
  for (const office of offices) {
    const officer = chooseOfficer(registry, office.code, requestId, now, {
      except,
      ...(order ? { order } : {}),
    });
    if (typeof officer !== 'string') return { office, officer };
    // Of several offices the answer that says most about people is kept.
    if (why !== 'all_absent') why = officer;
  }
  return why;
}
