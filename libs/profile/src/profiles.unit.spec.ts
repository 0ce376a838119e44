import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProfileFaults } from './fault.js';
import { gateFor } from './gates.js';
import { areaAt, nextLevel, rankOf } from './levels.js';
import { ProfileStore } from './profile-store.js';
import { readProfile } from './read-profile.js';
import { schemaText } from './schema-text.js';

const JURISDICTIONS = [
  { code: '310106', name: '静安区', profile: 'shanghai' },
  { code: '360323', name: '芦溪县', profile: 'luxi' },
];
const text = readFileSync('profiles/shanghai.yaml', 'utf8');
const faultsOf = (yaml: string) => {
  const read = readProfile(yaml);
  return 'faults' in read ? read.faults : [];
};

describe('the committed profiles', () => {
  const store = ProfileStore.load('profiles', JURISDICTIONS);
  const shanghai = store.forJurisdiction('310106')!.profile;
  const luxi = store.forJurisdiction('360323')!.profile;

  it('stand beside the schema that the model gives', () => {
    expect(readFileSync('profiles/profile.schema.json', 'utf8')).toBe(schemaText());
  });

  it('climb level by level and then beyond', () => {
    expect(nextLevel(shanghai, 'block')).toEqual({ level: 'village', beyond: false });
    expect(nextLevel(shanghai, 'district')).toEqual({ level: 'city', beyond: true });
    expect(nextLevel(shanghai, 'city')).toBeNull();
    expect(['block', 'district', 'city', 'moon'].map((id) => rankOf(shanghai, id))).toEqual([0, 3, 4, -1]);
  });

  it('find the area of a level by the prefix of a code', () => {
    expect(areaAt(shanghai, 'street', '310106011001002')).toBe('310106011');
    expect(areaAt(shanghai, 'block', '310106011')).toBeNull();
  });

  it('hold Luxi’s work back until the right opinion stands', () => {
    const asked = { kind: 'major', level: 'town', act: 'resolve' } as const;
    expect(gateFor(luxi, asked, ['office'])).toMatchObject({ requires: 'meeting' });
    expect(gateFor(luxi, asked, ['office', 'meeting'])).toBeNull();
    expect(gateFor(shanghai, asked, [])).toBeNull();
  });

  it('are found by area and by the version a request began with', () => {
    expect(store.jurisdictionOf('360323102201')?.profile).toBe('luxi');
    expect(store.jurisdictionOf('110101')).toBeUndefined();
    expect(store.byRef({ name: 'luxi', version: 1 })).toBe(luxi);
    expect(() => store.byRef({ name: 'luxi', version: 99 })).toThrow(/history/);
  });
});

describe('a wrong profile', () => {
  it.each([
    [
      'an unknown field',
      text.replace('codeLength: 15', 'codeLength: 15\n    colour: red'),
      '/levels/0/colour',
    ],
    [
      'an unreadable duration',
      text.replace('1 working days', 'one day'),
      '/levels/0/deadlines/resolve/within/ordinary',
    ],
    [
      'a level that is not there',
      text.replace('entryLevel: block', 'entryLevel: moon'),
      '/triage/entryLevel',
    ],
    ['levels out of order', text.replace('codeLength: 15', 'codeLength: 11'), '/levels/1/codeLength'],
    ['an unknown placeholder', text.replace('编号 {number}', '编号 {numero}'), '/notices/0/text/resident/zh'],
    ['a missing part', text.replace(/\nsupervision:.*/, ''), '/supervision'],
    ['a repeated id', text.replace('id: hotline', 'id: app'), '/channels/2'],
  ])('%s is named by its path, with a line and a hint', (_what, yaml, path) => {
    expect(yaml).not.toBe(text);
    const fault = faultsOf(yaml).find((f) => f.path === path);
    expect(fault).toMatchObject({ path, line: expect.any(Number) });
    expect(fault!.hint.length).toBeGreaterThan(3);
  });

  it('tells all faults at once', () => {
    const wrong = text.replace('1 working days', 'one day').replace('entryLevel: block', 'entryLevel: moon');
    expect(faultsOf(wrong).length).toBeGreaterThanOrEqual(2);
  });

  it('is refused when it is loaded, and so is a jurisdiction without a profile', () => {
    const dir = mkdtempSync(join(tmpdir(), 'liandong-profiles-'));
    try {
      writeFileSync(join(dir, 'shanghai.yaml'), text.replace('1 working days', 'one day'));
      expect(() => ProfileStore.load(dir, [])).toThrow(ProfileFaults);
      writeFileSync(join(dir, 'shanghai.yaml'), text);
      expect(() => ProfileStore.load(dir, JURISDICTIONS)).toThrow(/luxi/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
