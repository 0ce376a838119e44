import { KEY } from '../registry-rules.js';
import type { ImportKind } from './import-kind.js';
import { firstFault, must, mustBeText, mustExist } from './read-cells.js';

export const officers: ImportKind = {
  columns: ['id', 'officeCode', 'name', 'phone', 'duty'],
  optional: [],
  read(cells, known, now) {
    const { id = '', officeCode = '', name = '', phone = '', duty = '' } = cells;
    const found = firstFault(
      must(cells, 'id', KEY, '须为字母、数字或 . _ -', 'must be letters, digits or . _ -'),
      must(cells, 'officeCode', KEY, '须为字母、数字或 . _ -', 'must be letters, digits or . _ -'),
      mustExist(cells, 'officeCode', known.offices),
      mustBeText(cells, 'name', 50),
      must(cells, 'phone', /^[0-9+() -]{3,30}$/, '不是电话号码', 'is no telephone number'),
      must(
        cells,
        'duty',
        /^(lead|member|deputy_lead)$/,
        '须为 lead、member 或 deputy_lead',
        'must be lead, member or deputy_lead',
      ),
    );
    if (found) return found;
    const former = known.officers.get(id)?.officeCode;
    const moved = former !== undefined && former !== officeCode;
    return {
      row: { id, officeCode, contact: known.seal({ name, phone }), duty },
      key: id,
      areaCode: known.offices.get(officeCode)?.areaCode ?? '',
      ...(moved ? { standIn: { officerId: id, dueAt: now } } : {}),
    };
  },
  sql: `insert into assignment.officer (id, office_code, contact, duty)
    select id, "officeCode", contact, duty from jsonb_to_recordset($1::jsonb)
      as r(id text, "officeCode" text, contact text, duty text)
    on conflict (id) do update set office_code = excluded.office_code, contact = excluded.contact,
      duty = excluded.duty`,
};
