import type { Sealer } from '#chassis/sealer.js';
import type { ShellHooks } from '#eventlog/shell.js';
import type { ProfileStore } from '#profile/profile-store.js';
import type { TriageContext } from './domain/triage-context.js';
import type { TriageState } from './domain/triage-state.js';

/** Profiles and the means to read what was written. */
export function triageHooks(profiles: ProfileStore, sealer: Sealer): ShellHooks<TriageState, TriageContext> {
  const context: TriageContext = {
    profileOf: (ref) => profiles.byRef(ref),
    contentOf: (sealed) => {
      const content = (sealed ? sealer.open(sealed) : null) as { title?: string; text?: string } | null;
      return { title: content?.title ?? '', text: content?.text ?? '' };
    },
  };
  return { loadContext: () => Promise.resolve(context) };
}
