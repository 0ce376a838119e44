import type { Outgoing } from '#contracts/catalogue.js';
import type { Actor, ProfileRef, Reason } from '#contracts/parts.js';
import type { Decision } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { WorkingContext } from '#working-time/working-index.js';
import type { EscalationState } from './escalation-state.js';

/** What the decides need beside the state. */
export interface EscalationContext {
  /** The version a request began with; throws where it is not installed. */
  readonly profileOf: (ref: ProfileRef) => Profile;
  /** Calendar, office hours and closures in force at a place. The same objects for the same place, since they are indexed by identity. */
  readonly workingAt: (areaCode: string, profile: Profile) => WorkingContext;
  /** RFC 3339, UTC, milliseconds. */
  readonly now: string;
}

export type EscalationDecision = Decision<EscalationState, Outgoing>;

export const system: Actor = { kind: 'system', id: null, level: null };

export const because = (rule: string, facts: Reason['facts'] = {}): Reason => ({ rule, facts });

export const toInstant = (ms: number): string => new Date(ms).toISOString();
