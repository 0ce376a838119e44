import type { Decision } from './decision.js';

/** What a specification looks at after a decide: one of the three words, with what belongs to it. */
export interface Then<State, Event> {
  readonly decision: Decision<State, Event>;
  /** The new state; the given one where nothing changed. */
  readonly state: State | undefined;
  /** The events that go out; none where nothing changed. */
  readonly events: readonly Event[];
  /** `changed`, `ignored:<reason>` or `rejected:<code>`. */
  readonly word: string;
}

/** `given(state).when(decide, context)`: runs a decide for a specification. Without a state: nothing is known of the request yet. */
export const given = <State>(state?: State) => ({
  when: <Event, Context>(
    decide: (state: State | undefined, context: Context) => Decision<State, Event>,
    context: Context,
  ): Then<State, Event> => {
    const decision = decide(state, context);
    const changed = decision.kind === 'changed';
    return {
      decision,
      state: changed ? decision.state : state,
      events: changed ? decision.events : [],
      word: wordOf(decision),
    };
  },
});

function wordOf(decision: Decision<unknown, unknown>): string {
  switch (decision.kind) {
    case 'changed':
      return 'changed';
    case 'ignored':
      return `ignored:${decision.reason}`;
    case 'rejected':
      return `rejected:${decision.code}`;
  }
}
