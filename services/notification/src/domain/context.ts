import type { Outgoing } from '#contracts/catalogue.js';
import type { Actor, ProfileRef, Reason } from '#contracts/parts.js';
import { changed, type Changed, type Decision } from '#decider/decision.js';
import type { Profile } from '#profile/model.js';
import type { RequestState } from './request-state.js';

export interface NotificationContext {
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Name of the channel notices go out by. */
  readonly channel: string;
  readonly profileOf: (ref: ProfileRef) => Profile;
  readonly open: (sealed: string | null) => Readonly<Record<string, unknown>> | null;
  readonly seal: (content: object) => string;
}

export type NotificationDecision = Decision<RequestState, Outgoing>;

export const changedTo = (state: RequestState, ...events: Outgoing[]): Changed<RequestState, Outgoing> =>
  changed(state, ...events);

export const system: Actor = { kind: 'system', id: null, level: null };

export const because = (rule: string, facts: Reason['facts'] = {}): Reason => ({ rule, facts });
