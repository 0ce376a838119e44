import type { ProfileRef, Severity } from '#contracts/parts.js';

/** One request as triage sees it. `queued`: no rule decided, people shall. */
export interface TriageState {
  readonly requestId: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly areaCode: string | null;
  readonly status: 'queued' | 'triaged' | 'declined' | 'withdrawn';
  readonly stated: Stated;
  readonly queuedAt: string | null;
}

/** What the requester said of it, beside the text. */
export interface Stated {
  readonly channel: string;
  readonly category: string | null;
  readonly urgency: Severity | null;
  /** Submitted by an officer, who took the call or stood there; by the token, never by the channel, which anybody may name. */
  readonly byOfficer: boolean;
}
