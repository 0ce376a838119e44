import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';

export const schema = 'triage';
export const migrations = [FirstTables1764000000000];
