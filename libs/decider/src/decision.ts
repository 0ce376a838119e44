/**
 * What a decide function answers. Four words, no fifth:
 * - `changed`: the new state and the events that go out with it, in order, in the same transaction;
 * - `ignored`: nothing happened, by name (a late event of a past assignment, a repeated act);
 * - `rejected`: refused; the code is one of the catalogue (`docs/errors.md`).
 *
 * Faults of the surroundings are never decisions: they are thrown, and the shell retries or parks.
 */
export type Decision<State, Event> = Changed<State, Event> | Ignored | Rejected;

export interface Changed<State, Event> {
  readonly kind: 'changed';
  readonly state: State;
  readonly events: readonly Event[];
}

export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: string;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly code: string;
  /** Facts for the caller, without personal data. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export const changed = <State, Event>(state: State, ...events: Event[]): Changed<State, Event> => ({
  kind: 'changed',
  state,
  events,
});

export const ignored = (reason: string): Ignored => ({ kind: 'ignored', reason });

export const rejected = (code: string, detail: Record<string, unknown> = {}): Rejected => ({
  kind: 'rejected',
  code,
  detail,
});
