import { contextOf, away, DISTRICT, mustChange, rows, VILLAGE, STREET } from '../../test/world.js';
import { held, submitted, triaged, waiting } from '../../test/lives.js';
import { assignWhenTriaged } from './assign-when-triaged.js';
import { endWithRequest } from './end-with-request.js';
import { rememberWhenSubmitted } from './remember-when-submitted.js';

const assigned = (decision: ReturnType<typeof assignWhenTriaged>) => {
  const { events } = mustChange(decision);
  expect(events.map(({ name }) => name)).toEqual(['RequestAssigned']);
  return events[0]!.body as Extract<(typeof events)[number], { name: 'RequestAssigned' }>['body'];
};

describe('given a submitted request, when it is triaged', () => {
  it('then a member of the general office of its village holds it as number 1', () => {
    expect(assigned(assignWhenTriaged(waiting(), triaged(), contextOf()))).toMatchObject({
      assignment: {
        number: 1,
        level: 'village',
        beyond: false,
        areaCode: VILLAGE,
        office: { code: 'village', name: 'village office' },
        officerId: 'village-member',
      },
      cause: 'triage',
      previous: null,
      skipped: [],
    });
  });

  it('then it says which office has it next, level by level, and where nobody is present', () => {
    const { above } = assigned(
      assignWhenTriaged(waiting(), triaged(), contextOf({ absences: away('district') })),
    );
    expect(above).toEqual([
      { level: 'street', office: { code: 'street', name: 'street office' } },
      { level: 'district', office: null },
      { level: 'city', office: { code: 'city', name: 'city office' } },
    ]);
  });

  it('then the lead holds it where no member is present, and the deputy where the lead is away too', () => {
    const away1 = {
      absences: [...away('village')].filter(({ officerId }) => officerId === 'village-member'),
    };
    const away2 = {
      absences: [...away('village')].filter(({ officerId }) => officerId !== 'village-deputy_lead'),
    };
    expect(held({}, contextOf(away1)).holding.officerId).toBe('village-lead');
    expect(held({}, contextOf(away2)).holding.officerId).toBe('village-deputy_lead');
  });

  it('then the level where all are absent is climbed past at once, and says so', () => {
    const body = assigned(assignWhenTriaged(waiting(), triaged(), contextOf({ absences: away('village') })));
    expect(body.assignment.level).toBe('street');
    expect(body.skipped).toEqual([{ level: 'village', why: 'all_absent' }]);
  });

  it.each([
    ['no_officer', { officers: rows.officers.filter(({ officeCode }) => officeCode !== 'village') }],
    ['no_office', { offices: rows.offices.filter(({ code }) => code !== 'village') }],
  ])('then a level with %s is climbed past', (why, changes) => {
    const body = assigned(assignWhenTriaged(waiting(), triaged(), contextOf(changes)));
    expect(body.skipped).toEqual([{ level: 'village', why }]);
  });

  it('then an unknown area code falls back to the nearest ancestor the registry knows', () => {
    const body = assigned(assignWhenTriaged(waiting(), triaged({ areaCode: `${STREET}999` }), contextOf()));
    expect(body.assignment).toMatchObject({ level: 'street', areaCode: STREET });
    expect(body.skipped).toEqual([{ level: 'village', why: 'no_area' }]);
    expect(body.reason.facts).toMatchObject({ areaFoundBy: 'code_ancestor' });
  });

  it('then at a level routed by matter the office of the matter holds it, else the general one', () => {
    expect(held({ entryLevel: 'district', category: 'water' }).holding.office.code).toBe('water');
    expect(held({ entryLevel: 'district', category: 'general' }).holding.office.code).toBe('district');
  });

  it('then with nobody at the top a deputy paired with the village carries it beyond', () => {
    const context = contextOf({ absences: away('village', 'street', 'district') });
    const { holding } = held({}, context);
    expect(holding).toMatchObject({ level: 'city', beyond: true, officerId: 'city-lead' });
  });

  it('then with nobody anywhere the top office holds it all the same, and the reason says so', () => {
    const absences = away('village', 'street', 'district', 'city');
    const body = assigned(assignWhenTriaged(waiting(), triaged(), contextOf({ absences })));
    expect(body.assignment).toMatchObject({ level: 'district', officerId: 'district-lead' });
    expect(body.reason.facts).toMatchObject({ officer: 'nobody_present' });
    expect(body.skipped.map(({ level }) => level)).toEqual(['village', 'street', 'district', 'city']);
  });

  it('then in an empty registry nobody holds it by name: its deadlines run and are reported', () => {
    const empty = { areas: [], offices: [], officers: [], relations: [] };
    expect(held({}, contextOf(empty)).holding).toMatchObject({ level: 'district', officerId: 'unstaffed' });
  });

  it('then a second triage changes nothing, nor one after the end', () => {
    expect(assignWhenTriaged(held(), triaged(), contextOf())).toEqual({
      kind: 'ignored',
      reason: 'already_assigned',
    });
    const ended = mustChange(endWithRequest(waiting(), 'withdrawn')).state;
    expect(assignWhenTriaged(ended, triaged(), contextOf())).toEqual({ kind: 'ignored', reason: 'ended' });
  });

  it('then without its submission it is a fault, not a decision', () => {
    expect(() => assignWhenTriaged(undefined, triaged(), contextOf())).toThrow(/submission is not known/);
  });
});

describe('given a request without an area code', () => {
  const state = mustChange(rememberWhenSubmitted(undefined, submitted({ areaCode: null }))).state;
  const held = (place: { address?: string; text?: string; at?: [number, number] }) => {
    const location = place.at ? { lat: place.at[0], lon: place.at[1] } : null;
    const given = { address: place.address ?? null, text: place.text ?? '', location };
    return assigned(assignWhenTriaged(state, triaged({ areaCode: null }), contextOf({}, { place: given })));
  };

  it('keeps its sealed content until then, and not a moment longer', () => {
    expect(state).toMatchObject({ sealed: 'k1:c2VhbGVk' });
    expect(waiting()).toMatchObject({ sealed: null });
    const after = mustChange(assignWhenTriaged(state, triaged({ areaCode: null }), contextOf())).state;
    expect(JSON.stringify(after)).not.toContain('c2VhbGVk');
  });

  it('when its address names an area, then the longest name decides, before the text', () => {
    const body = held({ address: '愚园路居委 12 号', text: '愚园居委' });
    expect(body.assignment.office.code).toBe('other');
    expect(body.reason.facts).toMatchObject({ areaFoundBy: 'address' });
  });

  it('when only its text does, then the text decides', () => {
    expect(held({ text: '愚园居委门口积水' }).assignment.office.code).toBe('village');
  });

  it('when it has coordinates, then the nearest area within 5 km does', () => {
    expect(held({ at: [31.221, 121.441] }).assignment.office.code).toBe('village');
  });

  it('when nothing says where, then the general office of the top level holds it', () => {
    const body = assigned(
      assignWhenTriaged(state, triaged({ areaCode: null, category: 'water' }), contextOf()),
    );
    expect(body.assignment).toMatchObject({
      level: 'district',
      areaCode: DISTRICT,
      office: { code: 'district' },
    });
    expect(body.reason.facts).toMatchObject({ areaFoundBy: 'area_unknown' });
    expect(held({ at: [20, 100] }).reason.facts).toMatchObject({ areaFoundBy: 'area_unknown' });
  });
});

describe('given what was answered on the spot', () => {
  it('when it is submitted, then nothing is kept', () => {
    expect(rememberWhenSubmitted(undefined, submitted({ onTheSpot: true })).kind).toBe('ignored');
  });
});
