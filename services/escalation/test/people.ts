import type { Claims } from '#testing/tested-service.js';
import { STREET, VILLAGE } from './world.js';

const at = (level: string, area: string, office: string): Claims => ({
  sub: `${level}-1`,
  role: 'officer',
  jurisdiction: '310106',
  level,
  area,
  office,
});

export const admin: Claims = { sub: 'admin-1', role: 'admin' };
export const villageOfficer = at('village', VILLAGE, 'o-village');
export const colleague = at('village', VILLAGE, 'o-other');
export const streetOfficer = at('street', STREET, 'o-street');
export const otherStreet = at('street', '310106012', 'o-street-2');
export const resident: Claims = { sub: 'resident-1', role: 'resident' };
