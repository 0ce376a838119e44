import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';
import { SealOfficers1764000000600 } from './migrations/1764000000600-seal-officers.js';
import { RowSecurity1764000000900 } from './migrations/1764000000900-row-security.js';

export const schema = 'assignment';
export const migrations = [FirstTables1764000000000, SealOfficers1764000000600, RowSecurity1764000000900];
