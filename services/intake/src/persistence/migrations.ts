import { FirstTables1764000000100 } from './migrations/1764000000100-first-tables.js';
import { FindByPhone1764000000700 } from './migrations/1764000000700-find-by-phone.js';
import { RowSecurity1764000000900 } from './migrations/1764000000900-row-security.js';
import { Retention1764000001000 } from './migrations/1764000001000-retention.js';

export const schema = 'intake';
/** It appends to the audit of full readings. */
export const audits = true;
export const migrations = [
  FirstTables1764000000100,
  FindByPhone1764000000700,
  RowSecurity1764000000900,
  Retention1764000001000,
];
