import type { Outgoing } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import { changed, type Changed, type Decision } from '#decider/decision.js';
import type { RequestState } from './request-state.js';

export type AssignmentDecision = Decision<RequestState, Outgoing>;

/** A change with its events. The revision counts them, as the store's sequence does. */
export function changedTo(state: RequestState, ...events: Outgoing[]): Changed<RequestState, Outgoing> {
  return changed({ ...state, revision: state.revision + events.length }, ...events);
}

export const system: Actor = { kind: 'system', id: null, level: null };

export const because = (rule: string, facts: Reason['facts'] = {}): Reason => ({ rule, facts });
