import type { Principal } from './principal.js';
import { coversArea, mayActOn } from './scope.js';

const who = (change: Partial<Principal>): Principal => ({
  sub: 'x',
  role: 'officer',
  jurisdiction: '310106',
  level: null,
  area: null,
  office: null,
  ...change,
});
const assignment = { areaCode: '310106012003', officeCode: '310106012-01' };

describe('coversArea', () => {
  it.each([
    [who({ role: 'supervisor', area: '310106' }), true],
    [who({ role: 'supervisor', area: '310106012' }), true],
    [who({ role: 'supervisor', area: '310106013' }), false],
    [who({ role: 'supervisor', area: '310106012003005' }), false],
    [who({ role: 'supervisor' }), false],
    [who({ role: 'admin' }), true],
    [who({ role: 'admin', jurisdiction: null }), true],
    [who({ role: 'admin', jurisdiction: '360300' }), false],
    [who({ role: 'monitor' }), true],
    [who({ role: 'resident' }), false],
    [who({ role: 'supervisor', jurisdiction: '360300', area: '310106' }), false],
  ])('%j: %s', (principal, expected) => expect(coversArea(principal, assignment.areaCode)).toBe(expected));
});

describe('mayActOn', () => {
  it.each([
    [who({ office: '310106012-01', area: '310106012' }), true],
    [who({ office: '310106012-02', area: '310106012' }), false],
    [who({ office: null, area: '310106' }), false],
    [who({ office: '310106012-01', jurisdiction: '360300' }), false],
    [who({ role: 'supervisor', area: '310106012' }), true],
    [who({ role: 'supervisor', area: '310106013' }), false],
    [who({ role: 'admin' }), true],
    [who({ role: 'monitor', area: '310106' }), false],
    [who({ role: 'resident', office: '310106012-01' }), false],
  ])('%j: %s', (principal, expected) => expect(mayActOn(principal, assignment)).toBe(expected));
});
