import type { ProfileRef } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import type { Content } from './classifier.js';

/** What the shell loads for the decides of this service. */
export interface TriageContext {
  readonly profileOf: (ref: ProfileRef) => Profile;
  readonly contentOf: (sealed: string | null) => Content;
}
