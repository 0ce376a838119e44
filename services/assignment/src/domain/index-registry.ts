import type { Office, Officer, RegistryRows, RegistrySnapshot } from './registry.js';

/** Indexes the rows once, so that routing one request costs a few map look-ups whatever the registry's size. */
export function indexRegistry(rows: RegistryRows, version = 0): RegistrySnapshot {
  // Sorted first: every list below is then in one order on every replica, and routing is deterministic.
  const offices = sorted(rows.offices, (office) => office.code);
  const officers = sorted(rows.officers, (officer) => officer.id);
  const officerById = new Map(officers.map((officer) => [officer.id, officer]));
  const paired = sorted(rows.relations, (relation) => relation.officerId).flatMap(
    ({ areaCode, officerId }) => {
      const officer = officerById.get(officerId);
      return officer ? [{ areaCode, officer }] : [];
    },
  );
  return {
    version,
    areas: new Map(rows.areas.map((area) => [area.code, area])),
    offices: new Map(offices.map((office) => [office.code, office])),
    officers: officerById,
    officesOfArea: grouped(offices, (office) => officesKey(office.level, office.areaCode)),
    officesOfLevel: grouped(offices, (office: Office) => office.level),
    officersOfOffice: grouped(officers, (officer: Officer) => officer.officeCode),
    deputiesOfArea: new Map(
      [...grouped(paired, ({ areaCode }) => areaCode)].map(([code, pairs]) => [
        code,
        pairs.map(({ officer }) => officer),
      ]),
    ),
    absencesOfOfficer: grouped(rows.absences, (absence) => absence.officerId),
  };
}

export const officesKey = (level: string, areaCode: string): string => `${level}:${areaCode}`;

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
