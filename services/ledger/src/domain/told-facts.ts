import type { EventName } from '#contracts/catalogue.js';
import type { Reason } from '#contracts/parts.js';

type Facts = Reason['facts'];
type About = Readonly<Record<string, unknown>>;

/** What explains a move stands in the body, not only in the reason; the reader of a reason finds both in one place. */
const FROM_BODY: { readonly [N in EventName]?: (about: About) => Facts } = {
  RequestAssigned: ({ skipped }): Facts => {
    const levels = ((skipped ?? []) as { level: string; why: string }[]).map(
      ({ level, why }) => `${level}: ${why}`,
    );
    return levels.length > 0 ? { skipped: levels } : {};
  },
  EscalationRaised: ({ fromLevel, toLevel, cause, dueAt }) => ({ fromLevel, toLevel, cause, dueAt }) as Facts,
};

/** The facts of a timeline entry's reason; what the writer stated itself is kept. */
export const toldFacts = (type: EventName, about: About, facts: Facts): Facts => ({
  ...FROM_BODY[type]?.(about),
  ...facts,
});
