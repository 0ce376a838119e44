import { AREA_CODE, KEY, officeFault } from '../registry-rules.js';
import type { ImportKind } from './import-kind.js';
import { firstFault, listOf, must, mustBeText, mustExist } from './read-cells.js';

export const offices: ImportKind = {
  columns: ['code', 'areaCode', 'level', 'name'],
  optional: ['matters'],
  read(cells, known) {
    const { code = '', areaCode = '', level = '', name = '' } = cells;
    const matters = listOf(cells['matters']);
    const found = firstFault(
      must(cells, 'code', KEY, '须为字母、数字或 . _ -', 'must be letters, digits or . _ -'),
      must(cells, 'areaCode', AREA_CODE, '须为 2 至 15 位数字', 'must be 2 to 15 digits'),
      mustExist(cells, 'areaCode', known.areas),
      mustBeText(cells, 'level', 64),
      mustBeText(cells, 'name', 100),
      () =>
        officeFault(
          known.profileAt(areaCode),
          { level, matters, areaCode },
          known.areas.get(areaCode)?.level ?? '',
          known.isRoot(areaCode),
        ),
    );
    return found ?? { row: { code, areaCode, level, name, matters }, key: code, areaCode };
  },
  sql: `insert into assignment.office (code, area_code, level, name, matters)
    select code, "areaCode", level, name, matters from jsonb_to_recordset($1::jsonb)
      as r(code text, "areaCode" text, level text, name text, matters text[])
    on conflict (code) do update set area_code = excluded.area_code, level = excluded.level, name = excluded.name,
      matters = excluded.matters`,
};
