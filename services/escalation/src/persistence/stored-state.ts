import type { EscalationState } from '../domain/escalation-state.js';

/**
 * What is kept of a state. The consequences of its deadlines are the greater part of it, and nobody reads them there: firing has
 * them from the deadlines' rows.
 */
export const storedState = (state: EscalationState): EscalationState => ({
  ...state,
  deadlines: state.deadlines.map(({ consequence: _, ...kept }) => kept),
});
