import { readFileSync } from 'node:fs';
import type { Profile } from '#profile/model.js';
import { readProfile } from '#profile/read-profile.js';
import type {
  Absence,
  Area,
  Duty,
  Office,
  Officer,
  RegistryRows,
} from '../../../services/assignment/src/domain/registry.js';

export const PROFILES = ['shanghai', 'luxi'] as const;
export type ProfileName = (typeof PROFILES)[number];

/** A place under one practice, with its offices and people. */
export interface Town {
  readonly profile: Profile;
  readonly jurisdiction: string;
  readonly rows: RegistryRows;
  /** Codes of the areas on the lowest level. */
  readonly places: readonly string[];
}

const ROOTS: Readonly<Record<ProfileName, string>> = { shanghai: '310106', luxi: '360323' };
/** Categories that have a department of their own where a level routes by matter. */
const DEPARTMENTS = ['urban_construction', 'environment', 'health'];

export function townOf(name: ProfileName): Town {
  const read = readProfile(readFileSync(`profiles/${name}.yaml`, 'utf8'));
  if ('faults' in read) throw new Error(`profiles/${name}.yaml has faults`);
  const { profile } = read;
  const root = ROOTS[name];
  const areas = areasOf(profile, root);
  const offices = [...areas.flatMap((area) => officesOf(profile, area)), ...beyondOffices(profile, root)];
  const lowest = profile.levels[0]!.id;
  const villages = areas.filter(({ code }) => code.length === 12);
  return {
    profile,
    jurisdiction: root,
    places: areas.filter(({ level }) => level === lowest).map(({ code }) => code),
    rows: {
      areas,
      offices,
      officers: offices.flatMap(staffOf),
      relations: profile.beyond
        ? villages.map(({ code }) => ({
            kind: 'deputy',
            areaCode: code,
            officerId: `${profile.beyond!.id}-lead`,
          }))
        : [],
      absences: [] as Absence[],
    },
  };
}

/** Two areas below each area, one street. */
function areasOf(profile: Profile, root: string): Area[] {
  const highestFirst = profile.levels.toReversed();
  let codes = [root];
  return highestFirst.flatMap(({ id, codeLength }, depth) => {
    const suffixes = depth === 1 ? ['001'] : ['001', '002'];
    if (depth > 0) codes = codes.flatMap((code) => suffixes.map((suffix) => code + suffix));
    return codes.map((code) => ({
      code: code.slice(0, codeLength),
      name: `地方${code}`,
      level: id,
      aliases: [],
      lat: null,
      lon: null,
    }));
  });
}

function officesOf(profile: Profile, { code, level }: Area): Office[] {
  const general = { code: `${level}-${code}`, areaCode: code, level, name: `${level} ${code}`, matters: [] };
  const routing = profile.levels.find(({ id }) => id === level)?.routing;
  if (routing !== 'matter') return [general];
  return [
    general,
    ...DEPARTMENTS.map((matter) => ({
      ...general,
      code: `${level}-${code}-${matter}`,
      name: matter,
      matters: [matter],
    })),
  ];
}

const beyondOffices = ({ beyond }: Profile, root: string): Office[] =>
  beyond ? [{ code: beyond.id, areaCode: root, level: beyond.id, name: beyond.id, matters: [] }] : [];

const STAFF: readonly Duty[] = ['lead', 'member', 'member', 'deputy_lead'];

/** A block has one officer, who may be away; the others share the work. */
const staffOf = ({ code, areaCode }: Office): Officer[] =>
  STAFF.slice(0, areaCode.length >= 12 ? 2 : STAFF.length).map((duty, at) => ({
    id: at === 0 ? `${code}-lead` : `${code}-${duty}${at}`,
    officeCode: code,
    contact: `officer:${at}`,
    duty,
  }));
