import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';
import { ListsAtAnySize1764000001200 } from './migrations/1764000001200-lists-at-any-size.js';
import { RowSecurity1764000000900 } from './migrations/1764000000900-row-security.js';
import { TotalsAtAnySize1764000001300 } from './migrations/1764000001300-totals-at-any-size.js';

export const schema = 'ledger';
export const migrations = [
  FirstTables1764000000000,
  RowSecurity1764000000900,
  ListsAtAnySize1764000001200,
  TotalsAtAnySize1764000001300,
];
