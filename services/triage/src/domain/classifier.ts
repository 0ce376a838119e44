import type { Kind, Reason, Severity } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import type { Stated } from './triage-state.js';

export interface Content {
  readonly title: string;
  readonly text: string;
}

export interface Classification {
  readonly category: string;
  readonly severity: Severity;
  readonly kind: Kind;
  readonly entryLevel: string;
}

export type Verdict =
  | { readonly kind: 'triaged'; readonly classification: Classification; readonly reason: Reason }
  | {
      readonly kind: 'declined';
      readonly redirect: { readonly zh: string; readonly en: string };
      readonly reason: Reason;
    }
  | { readonly kind: 'undecided'; readonly reason: Reason };

/** The port: by rules today; a learned classifier answers the same question. It decides nothing it cannot give a reason for. */
export type Classifier = (profile: Profile, content: Content, stated: Stated) => Verdict;
