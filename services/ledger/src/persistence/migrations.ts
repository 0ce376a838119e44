import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';

export const schema = 'ledger';
export const migrations = [FirstTables1764000000000];
