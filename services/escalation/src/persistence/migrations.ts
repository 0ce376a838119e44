import { FirstTables1764000000000 } from './migrations/1764000000000-first-tables.js';
import { OnlyDeadlinesThatRun1764000001100 } from './migrations/1764000001100-only-deadlines-that-run.js';
import { RowSecurity1764000000900 } from './migrations/1764000000900-row-security.js';
import { StatesWithoutConsequences1764000001000 } from './migrations/1764000001000-states-without-consequences.js';

export const schema = 'escalation';
export const migrations = [
  FirstTables1764000000000,
  RowSecurity1764000000900,
  StatesWithoutConsequences1764000001000,
  OnlyDeadlinesThatRun1764000001100,
];
