import { rejected, type Rejected } from '#decider/decision.js';
import { chooseOfficer, isAbsent } from './choose-officer.js';
import type { HolderQuestion } from './find-holder.js';
import type { Office } from './registry.js';
import type { Route } from './route-upwards.js';
import { rungsFrom } from './rungs.js';

/** A route to a named office, with one of its officers who is present; a refusal where the office cannot take it. */
export function placeAtOffice(question: HolderQuestion, officeCode: string): Route | Rejected {
  const office = officeInReach(question, officeCode);
  if ('kind' in office) return office;
  const { registry, requestId, now, except = null } = question;
  const officer = chooseOfficer(registry, officeCode, requestId, now, { except });
  if (typeof officer === 'string') return rejected('office_vacant', { officeCode, why: officer });
  return routeTo(question, office, officer);
}

export function placeWithOfficer(question: HolderQuestion, officerId: string): Route | Rejected {
  const { registry, now } = question;
  const officer = registry.officers.get(officerId);
  const office = officer && officeInReach(question, officer.officeCode);
  if (!officer || !office || 'kind' in office) return named('unknown_officer', '/officerId', officerId);
  if (isAbsent(registry, officerId, now)) return rejected('officer_absent', { officerId });
  return routeTo(question, office, officer);
}

/** Only an office of the jurisdiction, on a rung the profile knows. */
function officeInReach({ registry, jurisdiction, profile }: HolderQuestion, code: string): Office | Rejected {
  const office = registry.offices.get(code);
  if (!office?.areaCode.startsWith(jurisdiction) || rungsFrom(profile, office.level).length === 0)
    return named('unknown_office', '/officeCode', code);
  return office;
}

function routeTo({ profile }: HolderQuestion, office: Office, officer: Route['officer']): Route {
  const beyond = rungsFrom(profile, office.level)[0]?.beyond ?? false;
  return { level: office.level, beyond, office, officer, skipped: [], nobodyPresent: false };
}

const named = (code: 'unknown_office' | 'unknown_officer', pointer: string, value: string): Rejected =>
  rejected(code, {
    errors: [{ pointer, rule: 'exists', detail: { zh: `没有 ${value}`, en: `there is no ${value}` } }],
  });
