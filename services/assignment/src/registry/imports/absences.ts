import { readTime } from '../read-time.js';
import { fault, KEY } from '../registry-rules.js';
import type { ImportKind } from './import-kind.js';
import { firstFault, must, mustExist } from './read-cells.js';

export const absences: ImportKind = {
  columns: ['officerId', 'from', 'until'],
  optional: ['reason'],
  read(cells, known) {
    const { officerId = '', reason = '' } = cells;
    const from = readTime(cells['from'] ?? '', 'from');
    const until = readTime(cells['until'] ?? '', 'until');
    const noTime = (field: string) =>
      fault(field, 'time', '不是日期或 RFC 3339 时间', 'is no date or RFC 3339 time');
    const found = firstFault(
      must(cells, 'officerId', KEY, '须为字母、数字或 . _ -', 'must be letters, digits or . _ -'),
      mustExist(cells, 'officerId', known.officers),
      () => (from === null ? noTime('from') : null),
      () => (until === null ? noTime('until') : null),
      () =>
        (until ?? 0) <= (from ?? 0) ? fault('until', 'after', '须晚于 from', 'must be after from') : null,
      () =>
        reason.length > 200
          ? fault('reason', 'maxLength', '最多 200 个字符', 'at most 200 characters')
          : null,
    );
    if (found || from === null || until === null) return found ?? noTime('from');
    const officeCode = known.officers.get(officerId)?.officeCode ?? '';
    return {
      row: { officerId, from: new Date(from), until: new Date(until), reason },
      key: `${officerId}:${from}:${until}`,
      areaCode: known.offices.get(officeCode)?.areaCode ?? '',
      standIn: { officerId, dueAt: from },
    };
  },
  sql: `insert into assignment.absence (officer_id, from_at, until_at, reason)
    select "officerId", "from", "until", reason from jsonb_to_recordset($1::jsonb)
      as r("officerId" text, "from" timestamptz, "until" timestamptz, reason text)
    on conflict (officer_id, from_at, until_at) do update set reason = excluded.reason`,
};
