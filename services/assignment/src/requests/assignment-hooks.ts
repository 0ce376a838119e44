import type { Sealer } from '#chassis/sealer.js';
import type { ShellHooks } from '#eventlog/shell.js';
import type { ProfileStore } from '#profile/profile-store.js';
import type { AssignmentContext } from '../domain/context.js';
import type { RequestState } from '../domain/request-state.js';
import { UNSTAFFED } from '../domain/route-upwards.js';
import type { RegistryCache } from '../persistence/registry-cache.js';
import { saveHoldings } from '../persistence/save-holdings.js';
import { openContact } from '../persistence/officer-contact.js';
import { placeOf } from './place-of.js';

/** What the shell loads for the decides of this service, and what it writes beside their states. */
export function assignmentHooks(
  registry: RegistryCache,
  profiles: ProfileStore,
  sealer: Sealer,
): ShellHooks<RequestState, Omit<AssignmentContext, 'now'>> {
  return {
    loadContext: async (client) => ({
      registry: await registry.load(client),
      profileOf: (ref) => profiles.byRef(ref),
      placeOf: (sealed) => placeOf(sealer.open(sealed)),
      contactOf: (officer, text) => {
        if (officer.id === UNSTAFFED && text === null) return null;
        const { name, phone } = openContact(sealer, officer);
        return sealer.seal({ officerName: name, officerPhone: phone, ...(text ? { text } : {}) });
      },
    }),
    afterSave: (client, saved) => saveHoldings(client, saved),
  };
}
