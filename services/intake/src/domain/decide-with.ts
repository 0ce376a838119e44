import type { Outgoing } from '#contracts/catalogue.js';
import type { Actor, ProfileRef, Reason } from '#contracts/parts.js';
import { changed, type Changed, type Decision, type Rejected, rejected } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { RequestState } from './request-state.js';

export type IntakeDecision = Decision<RequestState, Outgoing>;

/** Given to the decides beside the state. */
export interface IntakeContext {
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly profileOf: (ref: ProfileRef) => Profile;
}

export const changedTo = (state: RequestState, ...events: Outgoing[]): Changed<RequestState, Outgoing> =>
  changed(state, ...events);

export const system: Actor = { kind: 'system', id: null, level: null };

export const because = (rule: string, facts: Reason['facts'] = {}): Reason => ({ rule, facts });

/** Why nothing can be done about a request that has ended; null where it has not. */
export function ended(state: RequestState): Rejected | null {
  switch (state.state) {
    case 'closed':
      return rejected('already_closed');
    case 'withdrawn':
      return rejected('already_withdrawn');
    case 'declined':
      return rejected('already_declined');
    case 'received':
    case 'resolved':
      return null;
  }
}
