import type { Actor } from '#contracts/parts.js';
import type { Seen } from './fence.js';

/** What every act of an officer says. `sealed`: its free text, encrypted by the caller; null where there is none. */
export interface Act {
  readonly by: Actor;
  readonly seen: Seen;
  readonly sealed: string | null;
}
