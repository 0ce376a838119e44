import type { Outgoing } from '#contracts/catalogue.js';
import type { Decision } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { AssignmentContext, Place } from '../src/domain/context.js';
import { indexRegistry } from '../src/domain/index-registry.js';
import type { Absence, Area, Duty, Office, Officer, RegistryRows } from '../src/domain/registry.js';
import type { RequestState } from '../src/domain/request-state.js';

export const requestId = '0190a1b2-0000-7000-8000-000000000001';
export const NOW = '2026-11-24T02:00:00.000Z';
const words = (zh: string) => ({ zh, en: zh });

/** Three levels and a rung beyond; the top one routes by matter. */
export const profile: Profile = {
  name: 'sample',
  version: 1,
  title: words('示例'),
  channels: [{ id: 'web', title: words('网') }],
  categories: [
    { id: 'general', title: words('综合') },
    { id: 'water', title: words('水务') },
  ],
  levels: [level('village', 12, 'area'), level('street', 9, 'area'), level('district', 6, 'matter')],
  beyond: { id: 'city', title: words('市'), holder: 'deputy', reply: { within: '10 working days' } },
  triage: {
    entryLevel: 'village',
    rules: [],
    decline: [],
    queue: {
      within: '1 working hours',
      fallback: { category: 'general', severity: 'ordinary', kind: 'ordinary', entryLevel: 'village' },
    },
  },
  gates: [
    { id: 'major_minutes', when: { kind: ['major'] }, before: ['progress', 'resolve'], requires: 'meeting' },
    {
      id: 'joint_centre',
      when: { kind: ['joint'] },
      levels: ['district'],
      before: ['progress'],
      requires: 'centre',
    },
  ],
  help: { reasons: [{ code: 'no_power', title: words('无权') }] },
  returns: {
    reasons: [{ code: 'not_ours', title: words('非本单位'), basis: '职责清单' }],
    within: { ask: '2 working hours', decide: '4 working hours' },
  },
  extension: { atMost: 1, longest: '5 working days', decideWithin: '1 working days' },
  pause: { longest: '30 calendar days', reasons: [{ code: 'season', title: words('季节') }] },
  supervision: { replyWithin: '1 working days' },
  closing: {
    onTheSpotLevels: ['village'],
    waitForNotices: [],
    followUp: { within: '5 working days' },
    exceptionReasons: [{ code: 'moved', title: words('搬离') }],
  },
  notices: [],
};

function level(id: string, codeLength: number, routing: 'area' | 'matter'): Profile['levels'][number] {
  return {
    id,
    title: words(id),
    codeLength,
    routing,
    deadlines: { resolve: { within: { ordinary: '5 working days' }, onExpiry: 'climb' } },
  };
}

export const DISTRICT = '310106';
export const STREET = '310106011';
export const VILLAGE = '310106011001';
export const OTHER_VILLAGE = '310106011002';

const area = (code: string, name: string, levelId: string, at: [number, number] | null = null): Area => ({
  code,
  name,
  level: levelId,
  aliases: [],
  lat: at?.[0] ?? null,
  lon: at?.[1] ?? null,
});
const office = (code: string, areaCode: string, levelId: string, matters: string[] = []): Office => ({
  code,
  areaCode,
  level: levelId,
  name: `${code} office`,
  matters,
});
const officer = (id: string, officeCode: string, duty: Duty): Officer => ({
  id,
  officeCode,
  contact: `k1:contact-of-${id}`,
  duty,
});
const staff = (officeCode: string): Officer[] =>
  (['lead', 'member', 'deputy_lead'] as const).map((duty) =>
    officer(`${officeCode}-${duty}`, officeCode, duty),
  );

export const rows: RegistryRows = {
  areas: [
    area(DISTRICT, '静安区', 'district'),
    area(STREET, '静安寺街道', 'street'),
    area(VILLAGE, '愚园居委', 'village', [31.22, 121.44]),
    area(OTHER_VILLAGE, '愚园路居委', 'village', [31.25, 121.44]),
  ],
  offices: [
    office('village', VILLAGE, 'village'),
    office('other', OTHER_VILLAGE, 'village'),
    office('street', STREET, 'street'),
    office('district', DISTRICT, 'district'),
    office('water', DISTRICT, 'district', ['water']),
    office('city', DISTRICT, 'city'),
  ],
  officers: ['village', 'other', 'street', 'district', 'water', 'city'].flatMap(staff),
  relations: [{ kind: 'deputy', officerId: 'city-lead', areaCode: VILLAGE }],
  absences: [],
};

/** Everybody of these offices is away, from long ago. */
export const away = (...offices: string[]): Absence[] =>
  rows.officers
    .filter(({ officeCode }) => offices.includes(officeCode))
    .map(({ id }) => ({ officerId: id, from: 0, until: Date.parse('2030-01-01T00:00:00Z') }));

export const awayOfficer = (id: string): Absence => ({
  officerId: id,
  from: 0,
  until: Date.parse('2030-01-01T00:00:00Z'),
});

export function contextOf(
  changes: Partial<RegistryRows> = {},
  { now = NOW, place = null }: { now?: string; place?: Place | null } = {},
): AssignmentContext {
  return {
    registry: indexRegistry({ ...rows, ...changes }, 1),
    profileOf: () => profile,
    placeOf: () => place,
    contactOf: ({ id }) => (id === 'unstaffed' ? null : `k1:${Buffer.from(id).toString('base64url')}`),
    now,
  };
}

/** The state after a decision; the one before where nothing changed. */
export const stateAfter = (
  state: RequestState | undefined,
  decision: Decision<RequestState, Outgoing>,
): RequestState | undefined => (decision.kind === 'changed' ? decision.state : state);

export function mustChange(decision: Decision<RequestState, Outgoing>): {
  state: RequestState;
  events: readonly Outgoing[];
} {
  if (decision.kind !== 'changed') throw new Error(`expected a change, got ${JSON.stringify(decision)}`);
  return decision;
}
