import { AREA_CODE, areaFault, fault, type Fault } from '../registry-rules.js';
import type { ImportKind } from './import-kind.js';
import { firstFault, listOf, must, mustBeText } from './read-cells.js';

export const areas: ImportKind = {
  columns: ['code', 'name', 'level'],
  optional: ['aliases', 'lat', 'lon'],
  read(cells, known) {
    const { code = '', name = '', level = '' } = cells;
    const found = firstFault(
      must(cells, 'code', AREA_CODE, '须为 2 至 15 位数字', 'must be 2 to 15 digits'),
      mustBeText(cells, 'name', 100),
      mustBeText(cells, 'level', 64),
      () => areaFault(known.profileAt(code), { code, level }),
      () => degreesFault('lat', cells['lat'], 90),
      () => degreesFault('lon', cells['lon'], 180),
    );
    if (found) return found;
    const row = {
      code,
      name,
      level,
      aliases: listOf(cells['aliases']),
      lat: degrees(cells['lat']),
      lon: degrees(cells['lon']),
    };
    return { row, key: code, areaCode: code };
  },
  sql: `insert into assignment.area (code, name, level, aliases, lat, lon)
    select code, name, level, aliases, lat, lon from jsonb_to_recordset($1::jsonb)
      as r(code text, name text, level text, aliases text[], lat float8, lon float8)
    on conflict (code) do update set name = excluded.name, level = excluded.level, aliases = excluded.aliases,
      lat = excluded.lat, lon = excluded.lon`,
};

const degrees = (cell: string | undefined): number | null => (cell ? Number(cell) : null);

function degreesFault(field: string, cell: string | undefined, most: number): Fault | null {
  if (!cell) return null;
  const good = /^-?\d{1,3}(\.\d{1,12})?$/.test(cell) && Math.abs(Number(cell)) <= most;
  return good
    ? null
    : fault(field, 'degrees', `须为 -${most} 至 ${most} 的度数`, `must be degrees from -${most} to ${most}`);
}
