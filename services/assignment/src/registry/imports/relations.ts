import { AREA_CODE, KEY } from '../registry-rules.js';
import type { ImportKind } from './import-kind.js';
import { firstFault, must, mustExist } from './read-cells.js';

export const relations: ImportKind = {
  columns: ['kind', 'officerId', 'areaCode'],
  optional: [],
  read(cells, known) {
    const { kind = '', officerId = '', areaCode = '' } = cells;
    const found = firstFault(
      must(cells, 'kind', /^deputy$/, '须为 deputy', 'must be deputy'),
      must(cells, 'officerId', KEY, '须为字母、数字或 . _ -', 'must be letters, digits or . _ -'),
      mustExist(cells, 'officerId', known.officers),
      must(cells, 'areaCode', AREA_CODE, '须为 2 至 15 位数字', 'must be 2 to 15 digits'),
      mustExist(cells, 'areaCode', known.areas),
    );
    return found ?? { row: { kind, officerId, areaCode }, key: `${kind}:${officerId}:${areaCode}`, areaCode };
  },
  sql: `insert into assignment.relation (kind, officer_id, area_code)
    select kind, "officerId", "areaCode" from jsonb_to_recordset($1::jsonb)
      as r(kind text, "officerId" text, "areaCode" text)
    on conflict do nothing`,
};
