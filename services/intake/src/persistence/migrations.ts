import { FirstTables1764000000100 } from './migrations/1764000000100-first-tables.js';

export const schema = 'intake';
export const migrations = [FirstTables1764000000100];
