import type { Claims } from '#testing/tested-service.js';
import { DISTRICT, rows, STREET, VILLAGE } from './world.js';

export const admin: Claims = { sub: 'admin-1', role: 'admin', jurisdiction: DISTRICT };
export const villageOfficer: Claims = {
  sub: 'village-member',
  role: 'officer',
  jurisdiction: DISTRICT,
  level: 'village',
  area: VILLAGE,
  office: 'village',
};
export const streetOfficer: Claims = {
  sub: 'street-member',
  role: 'officer',
  jurisdiction: DISTRICT,
  level: 'street',
  area: STREET,
  office: 'street',
};
export const streetSupervisor: Claims = {
  sub: 'street-boss',
  role: 'supervisor',
  jurisdiction: DISTRICT,
  level: 'street',
  area: STREET,
};
export const otherOfficer: Claims = {
  sub: 'other-member',
  role: 'officer',
  jurisdiction: DISTRICT,
  level: 'village',
  area: '310106011002',
  office: 'other',
};
export const resident: Claims = { sub: 'resident-1', role: 'resident' };
export const monitor: Claims = { sub: 'monitor-1', role: 'monitor', jurisdiction: DISTRICT };

const csv = (header: string, lines: readonly (readonly unknown[])[]): string =>
  [header, ...lines.map((line) => line.map((cell) => cell ?? '').join(','))].join('\n');

/** The sample registry as the files of an import, in order. */
export const files: Readonly<Record<string, string>> = {
  areas: csv(
    'code,name,level,aliases,lat,lon',
    rows.areas.map((a) => [a.code, a.name, a.level, a.aliases.join(';'), a.lat, a.lon]),
  ),
  offices: csv(
    'code,areaCode,level,name,matters',
    rows.offices.map((o) => [o.code, o.areaCode, o.level, o.name, o.matters.join(';')]),
  ),
  officers: csv(
    'id,officeCode,name,phone,duty',
    rows.officers.map((o) => [o.id, o.officeCode, `name of ${o.id}`, '13900000000', o.duty]),
  ),
  relations: csv(
    'kind,officerId,areaCode',
    rows.relations.map((r) => [r.kind, r.officerId, r.areaCode]),
  ),
};
