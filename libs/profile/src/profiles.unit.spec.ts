import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ProfileFaults } from './fault.js';
import { gateFor } from './gates.js';
import { areaAt, nextLevel, rankOf } from './levels.js';
import type { Profile } from './model.js';
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

function loadOne(name: string): Profile {
  const read = readProfile(readFileSync(`profiles/${name}.yaml`, 'utf8'));
  if ('faults' in read) throw new ProfileFaults(read.faults.map((fault) => ({ file: name, fault })));
  return read.profile;
}

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

describe('the ladder of any committed profile', () => {
  const profiles = ['shanghai', 'luxi'].map(loadOne);

  it('is climbed rung by rung, each once, to the rung beyond; areas are prefixes on the way', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...profiles),
        fc.stringMatching(/^[1-9]\d{14}$/),
        fc.nat({ max: 3 }),
        (profile, code, from) => {
          const ids = profile.levels.map(({ id }) => id);
          const start = ids[Math.min(from, ids.length - 1)]!;
          const seen: string[] = [start];
          for (let rung = nextLevel(profile, start); rung; rung = nextLevel(profile, rung.level))
            seen.push(rung.level);
          expect(seen).toEqual([...ids.slice(ids.indexOf(start)), profile.beyond!.id]);
          const areas = ids.map((id) => areaAt(profile, id, code)!);
          areas.forEach((area, i) => {
            expect(code.startsWith(area)).toBe(true);
            expect(i === 0 || areas[i - 1]!.startsWith(area)).toBe(true);
            expect(areaAt(profile, ids[i]!, area)).toBe(area);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  // Three on the simple path and not one more: received, by whom and until when, opinion asked.
  it.each([
    ['shanghai', ['RequestSubmitted', 'RequestAssigned', 'DeadlinesSet', 'RequestResolved']],
    ['luxi', ['RequestSubmitted', 'RequestAssigned', 'OpinionGiven', 'RequestResolved']],
  ])('%s owes each side exactly three notices on the simple path', (name, events) => {
    const path = [...events, 'RequestClosed'];
    const owed = loadOne(name).notices.filter((n) => path.includes(n.on) && n.assignments !== 'later');
    for (const side of ['resident', 'handler'] as const)
      expect(owed.filter((n) => n.to.includes(side)).map((n) => n.purpose)).toEqual([
        'received',
        'assigned',
        'opinion',
      ]);
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
    ['a repeated id', text.replace('id: hotline', 'id: app'), '/channels/2/id'],
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

  it('earlier versions stay for the requests that began with them; a file named for another profile is refused', () => {
    const dir = mkdtempSync(join(tmpdir(), 'liandong-profiles-'));
    try {
      mkdirSync(join(dir, 'history'));
      writeFileSync(join(dir, 'shanghai.yaml'), text.replace('version: 1', 'version: 2'));
      writeFileSync(join(dir, 'history', 'shanghai.v1.yaml'), text);
      const nested = [JURISDICTIONS[0]!, { code: '310106011', name: '某街道', profile: 'shanghai' }];
      const store = ProfileStore.load(dir, nested);
      expect(store.byRef({ name: 'shanghai', version: 1 }).version).toBe(1);
      expect(store.forJurisdiction('310106')!.profile.version).toBe(2);
      expect(store.jurisdictionOf('310106011001')?.code).toBe('310106011');
      expect(store.jurisdictionOf('310106012')?.code).toBe('310106');
      writeFileSync(join(dir, 'other.yaml'), text);
      expect(() => ProfileStore.load(dir, [])).toThrow(/shanghai\.yaml/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
