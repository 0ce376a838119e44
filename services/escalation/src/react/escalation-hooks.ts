import type { ShellHooks } from '#eventlog/shell.js';
import type { ProfileStore } from '#profile/profile-store.js';
import type { CalendarCache } from '../calendar/calendar-cache.js';
import type { EscalationContext } from '../domain/context.js';
import type { EscalationState } from '../domain/escalation-state.js';
import { countEscalations } from '../metrics.js';
import { saveDeadlines } from '../persistence/save-deadlines.js';
import { storedState } from '../persistence/stored-state.js';

/** What the shell loads for the decides of this service, and what it writes beside their states. */
export function escalationHooks(
  calendars: CalendarCache,
  profiles: ProfileStore,
): ShellHooks<EscalationState, Omit<EscalationContext, 'now'>> {
  return {
    loadContext: async (client) => {
      const calendar = await calendars.load(client);
      return {
        profileOf: (ref) => profiles.byRef(ref),
        workingAt: (areaCode, profile) => calendar.at(areaCode, profile),
      };
    },
    stored: storedState,
    afterSave: async (client, saved) => {
      await saveDeadlines(client, saved);
      // Before the commit: a batch that fails and is tried again counts twice, which a rate can bear.
      countEscalations(saved.flatMap(({ events }) => events));
    },
  };
}
