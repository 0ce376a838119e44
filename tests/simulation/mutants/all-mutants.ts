import { ASSIGNMENT_MUTANTS } from './assignment-mutants.js';
import { DELIVERY_MUTANTS } from './delivery-mutants.js';
import { ESCALATION_MUTANTS } from './escalation-mutants.js';
import { INTAKE_MUTANTS } from './intake-mutants.js';
import type { Mutant } from './mutant.js';
import { NOTIFICATION_MUTANTS } from './notification-mutants.js';
import { PAUSE_MUTANTS } from './pause-mutants.js';
import { TIME_MUTANTS } from './time-mutants.js';

export const MUTANTS: readonly Mutant[] = [
  ...INTAKE_MUTANTS,
  ...ASSIGNMENT_MUTANTS,
  ...ESCALATION_MUTANTS,
  ...PAUSE_MUTANTS,
  ...TIME_MUTANTS,
  ...NOTIFICATION_MUTANTS,
  ...DELIVERY_MUTANTS,
];
