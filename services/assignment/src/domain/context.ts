import type { ProfileRef } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import type { Officer, RegistrySnapshot } from './registry.js';

/** Where the requester says it is. */
export interface Place {
  readonly address: string | null;
  readonly text: string;
  /** GCJ-02, degrees. */
  readonly location: { readonly lat: number; readonly lon: number } | null;
}

/** What the decides need beside the state; sealing and opening come as functions, since keys are no business of the core. */
export interface AssignmentContext {
  readonly registry: RegistrySnapshot;
  readonly profileOf: (ref: ProfileRef) => Profile;
  readonly placeOf: (sealed: string | null) => Place | null;
  /** The officer's name and phone, and what was said at the hand-over, sealed for the log. */
  readonly contactOf: (officer: Officer, text: string | null) => string | null;
  /** RFC 3339, UTC, milliseconds. */
  readonly now: string;
}
