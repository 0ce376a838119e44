import { stringify } from './write-csv.js';
import type { Profile } from '#profile/model.js';
import type { PlannedArea, PlannedJurisdiction } from './city-plan.js';

export interface RegistryRows {
  readonly areas: AreaRow[];
  readonly offices: OfficeRow[];
  readonly officers: OfficerRow[];
  readonly relations: RelationRow[];
}

export interface AreaRow {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly aliases: string;
  readonly lat: string;
  readonly lon: string;
}

export interface OfficeRow {
  readonly code: string;
  readonly areaCode: string;
  readonly level: string;
  readonly name: string;
  readonly matters: string;
}

export interface OfficerRow {
  readonly id: string;
  readonly officeCode: string;
  readonly name: string;
  readonly phone: string;
  readonly duty: 'lead' | 'member' | 'deputy_lead';
}

export interface RelationRow {
  readonly kind: 'deputy';
  readonly officerId: string;
  readonly areaCode: string;
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = [
  '志明',
  '晓芳',
  '建军',
  '丽华',
  '国平',
  '文静',
  '海涛',
  '玉兰',
  '永强',
  '秀英',
  '卫东',
  '春梅',
  '立新',
  '雪梅',
  '振华',
  '桂芳',
];

/** Areas, offices, officers and relations of a planned jurisdiction, following the levels of its profile. */
export function buildRegistry(city: PlannedJurisdiction, profile: Profile): RegistryRows {
  const rows: RegistryRows = { areas: [], offices: [], officers: [], relations: [] };
  const topDown = [...profile.levels].reverse();
  addArea(city, '', 0);
  if (profile.beyond) addBeyond(profile.beyond);
  return rows;

  function addArea(area: PlannedArea, around: string, depth: number): void {
    const level = topDown[depth];
    if (!level) return;
    const code = around + area.code;
    const [lat, lon] = area.at ?? ['', ''];
    rows.areas.push({
      code,
      name: area.name,
      level: level.id,
      aliases: (area.aliases ?? []).join(';'),
      lat: String(lat),
      lon: String(lon),
    });
    addOffice(`o-${code}`, code, level.id, generalOfficeName(area.name, level.title.zh), '', 2);
    if (level.routing === 'matter')
      for (const category of profile.categories.filter((c) => c.id !== 'general'))
        addOffice(
          `o-${code}-${category.id}`,
          code,
          level.id,
          `${area.name}${category.title.zh}主管部门`,
          category.id,
          1,
        );
    for (const inner of area.inside ?? []) addArea(inner, code, depth + 1);
  }

  function addBeyond(beyond: NonNullable<Profile['beyond']>): void {
    const code = `o-${city.code}-${beyond.id}`;
    addOffice(code, city.code, beyond.id, beyond.title.zh, '', beyond.holder === 'deputy' ? 3 : 2);
    if (beyond.holder !== 'deputy') return;
    const deputies = rows.officers.filter((o) => o.officeCode === code);
    const villages = rows.areas.filter((a) => a.code.length === 12);
    villages.forEach((v, i) =>
      rows.relations.push({ kind: 'deputy', officerId: deputies[i % deputies.length]!.id, areaCode: v.code }),
    );
  }

  function addOffice(
    code: string,
    areaCode: string,
    level: string,
    name: string,
    matters: string,
    members: number,
  ): void {
    rows.offices.push({ code, areaCode, level, name, matters });
    const duties = ['lead', 'deputy_lead', ...Array<'member'>(members).fill('member')] as const;
    duties.forEach((duty, i) => {
      const n = rows.officers.length;
      rows.officers.push({
        id: `${code.replace(/^o-/, 'p-')}-${i + 1}`,
        officeCode: code,
        name: SURNAMES[(n * 7 + code.length) % SURNAMES.length]! + GIVEN[(n * 5 + i) % GIVEN.length]!,
        phone: `1990000${String(n % 10_000).padStart(4, '0')}`,
        duty,
      });
    });
  }
}

const generalOfficeName = (area: string, levelTitle: string): string =>
  area.endsWith(levelTitle) || area.includes('居委会') ? area : `${area}${levelTitle}联动站`;

/** The CSV files of the registry import, in the order in which they must be read. */
export function registryFiles(rows: RegistryRows): { kind: string; csv: string }[] {
  return [
    { kind: 'areas', csv: stringify(['code', 'name', 'level', 'aliases', 'lat', 'lon'], rows.areas) },
    { kind: 'offices', csv: stringify(['code', 'areaCode', 'level', 'name', 'matters'], rows.offices) },
    { kind: 'officers', csv: stringify(['id', 'officeCode', 'name', 'phone', 'duty'], rows.officers) },
    { kind: 'relations', csv: stringify(['kind', 'officerId', 'areaCode'], rows.relations) },
  ].filter((file) => file.csv.includes('\n', file.csv.indexOf('\n') + 1));
}
