import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';

export const schema = 'escalation';
export const migrations = [FirstTables1764000000000];
