import { findHolder, type Holder, type HolderQuestion, type NoHolder } from './find-holder.js';
import type { Office, Officer } from './registry.js';
import { rungsOf, topLevelOf, type Rung } from './rungs.js';

export interface Skipped {
  readonly level: string;
  readonly why: NoHolder;
}

export interface Route {
  readonly level: string;
  readonly beyond: boolean;
  readonly office: Office;
  readonly officer: Officer;
  readonly skipped: readonly Skipped[];
  /** Nobody on the way up is present: the top level's office holds it all the same, so that no request is an orphan. */
  readonly nobodyPresent: boolean;
}

/** Stands for the officer where the registry has none. Its deadlines run and their passing is reported. */
export const UNSTAFFED = 'unstaffed';

/** The first rung, going up, on which somebody is present; every rung climbed past is named with its reason. */
export function routeUpwards(question: HolderQuestion, rungs: readonly Rung[]): Route {
  const skipped: Skipped[] = [];
  for (const rung of rungs) {
    const holder = findHolder(question, rung);
    if (typeof holder !== 'string')
      return { level: rung.id, beyond: rung.beyond, ...holder, skipped, nobodyPresent: false };
    skipped.push({ level: rung.id, why: holder });
  }
  return lastResort(question, skipped);
}

/** The top level's office with any of its officers, absent or not; else the rung beyond's; else an office that exists in name only. */
function lastResort(question: HolderQuestion, skipped: readonly Skipped[]): Route {
  const top = topLevelOf(question.profile);
  const beyond = rungsOf(question.profile).find((rung) => rung.beyond);
  for (const rung of beyond ? [top, beyond] : [top]) {
    const holder = anyOfficer(question, rung.id);
    if (holder) return { level: rung.id, beyond: rung.beyond, ...holder, skipped, nobodyPresent: true };
  }
  const office = officesAt(question, top.id)[0] ?? {
    code: UNSTAFFED,
    areaCode: question.jurisdiction,
    level: top.id,
    name: UNSTAFFED,
    matters: [],
  };
  const officer: Officer = { id: UNSTAFFED, officeCode: office.code, contact: null, duty: 'lead' };
  return { level: top.id, beyond: false, office, officer, skipped, nobodyPresent: true };
}

function anyOfficer(question: HolderQuestion, level: string): Holder | null {
  for (const office of officesAt(question, level)) {
    const officers = question.registry.officersOfOffice.get(office.code) ?? [];
    const officer = officers.find(({ duty }) => duty === 'lead') ?? officers[0];
    if (officer) return { office, officer };
  }
  return null;
}

/** General offices first. */
function officesAt({ registry, jurisdiction }: HolderQuestion, level: string): Office[] {
  const offices = (registry.officesOfLevel.get(level) ?? []).filter((o) =>
    o.areaCode.startsWith(jurisdiction),
  );
  return offices.toSorted((a, b) => Math.sign(a.matters.length) - Math.sign(b.matters.length));
}
