/** A place on a level. The code is the prefix of all places it contains. */
export interface Area {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly aliases: readonly string[];
  /** GCJ-02, degrees; null where nobody entered them. */
  readonly lat: number | null;
  readonly lon: number | null;
}

export interface Office {
  readonly code: string;
  readonly areaCode: string;
  readonly level: string;
  readonly name: string;
  /** Category ids it answers for; empty: the general office of its area. */
  readonly matters: readonly string[];
}

export type Duty = 'lead' | 'member' | 'deputy_lead';

export interface Officer {
  readonly id: string;
  readonly officeCode: string;
  /** Name and phone, encrypted; null where there is nobody. */
  readonly contact: string | null;
  readonly duty: Duty;
}

/** `deputy`: the deputy paired with an area, who carries its requests to the rung beyond. */
export interface Relation {
  readonly kind: 'deputy';
  readonly officerId: string;
  readonly areaCode: string;
}

/** From `from` (included) to `until` (excluded), epoch ms. */
export interface Absence {
  readonly officerId: string;
  readonly from: number;
  readonly until: number;
}

export interface RegistryRows {
  readonly areas: readonly Area[];
  readonly offices: readonly Office[];
  readonly officers: readonly Officer[];
  readonly relations: readonly Relation[];
  readonly absences: readonly Absence[];
}

/** The registry of one version, indexed for the questions that routing asks. */
export interface RegistrySnapshot {
  readonly version: number;
  readonly areas: ReadonlyMap<string, Area>;
  readonly offices: ReadonlyMap<string, Office>;
  readonly officers: ReadonlyMap<string, Officer>;
  /** By `level:areaCode`, ordered by code. */
  readonly officesOfArea: ReadonlyMap<string, readonly Office[]>;
  /** By level, ordered by code. */
  readonly officesOfLevel: ReadonlyMap<string, readonly Office[]>;
  /** By office, ordered by id. */
  readonly officersOfOffice: ReadonlyMap<string, readonly Officer[]>;
  /** Deputies by the code of the area they are paired with, ordered by id. */
  readonly deputiesOfArea: ReadonlyMap<string, readonly Officer[]>;
  readonly absencesOfOfficer: ReadonlyMap<string, readonly Absence[]>;
}
