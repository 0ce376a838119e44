import { EntitySchema } from 'typeorm';
import type { Area, Office, Officer } from '../domain/registry.js';

export interface AbsenceRow {
  readonly id: string;
  readonly officerId: string;
  readonly from: Date;
  readonly until: Date;
  readonly reason: string;
}

const schema = 'assignment';
const code = { type: 'text', primary: true } as const;

// Mapped from outside, so that the core's types stay free of the ORM.
export const AreaEntity = new EntitySchema<Area>({
  name: 'area',
  schema,
  columns: {
    code,
    name: { type: 'text' },
    level: { type: 'text' },
    aliases: { type: 'text', array: true },
    lat: { type: 'double precision', nullable: true },
    lon: { type: 'double precision', nullable: true },
  },
});

export const OfficeEntity = new EntitySchema<Office>({
  name: 'office',
  schema,
  columns: {
    code,
    areaCode: { type: 'text', name: 'area_code' },
    level: { type: 'text' },
    name: { type: 'text' },
    matters: { type: 'text', array: true },
  },
});

export const OfficerEntity = new EntitySchema<Officer>({
  name: 'officer',
  schema,
  columns: {
    id: code,
    officeCode: { type: 'text', name: 'office_code' },
    contact: { type: 'text' },
    duty: { type: 'text' },
  },
});

export const AbsenceEntity = new EntitySchema<AbsenceRow>({
  name: 'absence',
  schema,
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    officerId: { type: 'text', name: 'officer_id' },
    from: { type: 'timestamptz', name: 'from_at' },
    until: { type: 'timestamptz', name: 'until_at' },
    reason: { type: 'text' },
  },
});

export const registryEntities = [AreaEntity, OfficeEntity, OfficerEntity, AbsenceEntity];
