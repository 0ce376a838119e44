import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { indexRegistry } from '../domain/index-registry.js';
import type { RegistryRows, RegistrySnapshot } from '../domain/registry.js';

const EMPTY = indexRegistry({ areas: [], offices: [], officers: [], relations: [], absences: [] });

/** The registry in memory. Each batch asks once whether it is still the one in force. */
@Injectable()
export class RegistryCache {
  private snapshot: RegistrySnapshot = EMPTY;

  /** The last one loaded; for names in answers. */
  get current(): RegistrySnapshot {
    return this.snapshot;
  }

  /**
   * Locks the version for share until the transaction ends: a change of the registry waits for holders being chosen by the
   * old one, and so finds them when it looks for what the officer who leaves still holds.
   */
  async load(client: PoolClient): Promise<RegistrySnapshot> {
    const { rows } = await client.query<{ version: string }>({
      name: 'assignment.registry-version',
      text: 'select version from assignment.registry_version for share',
    });
    const version = Number(rows[0]?.version);
    if (this.snapshot.version === version) return this.snapshot;
    const loaded = indexRegistry(await readRegistry(client), version);
    if (loaded.version > this.snapshot.version) this.snapshot = loaded;
    return loaded;
  }
}

/** One connection, so one after another; 100,000 rows take about half a second. */
async function readRegistry(client: PoolClient): Promise<RegistryRows> {
  const read = async <T>(text: string): Promise<T[]> => (await client.query(text)).rows as T[];
  return {
    areas: await read('select code, name, level, aliases, lat, lon from assignment.area'),
    offices: await read('select code, area_code as "areaCode", level, name, matters from assignment.office'),
    officers: await read('select id, office_code as "officeCode", contact, duty from assignment.officer'),
    relations: await read(
      'select kind, officer_id as "officerId", area_code as "areaCode" from assignment.relation',
    ),
    absences: await read(
      `select officer_id as "officerId", extract(epoch from from_at)::float8 * 1000 as "from",
        extract(epoch from until_at)::float8 * 1000 as "until" from assignment.absence`,
    ),
  };
}
