import type { ProfileRef } from '#contracts/parts.js';

export type Recipient = 'resident' | 'handler';

/** Who holds the request now. */
export interface Holder {
  readonly number: number;
  readonly level: string;
  readonly areaCode: string;
  readonly office: { readonly code: string; readonly name: string };
  /** Name and phone, encrypted; null where the office has nobody. */
  readonly sealed: string | null;
}

interface Planned {
  readonly purpose: string;
  readonly recipient: Recipient;
  /** The holding it is about; null: the request as a whole. */
  readonly assignmentNumber: number | null;
}

/** A notice that is owed, once for its key. Address and text stand here, encrypted, only until it is settled. */
export type Notice = Planned &
  (
    | { readonly state: 'pending'; readonly to: string; readonly text: string }
    | { readonly state: 'sent'; readonly attempts: number; readonly reference: string | null }
    /** There is nobody to tell, or no way to. */
    | { readonly state: 'not_owed' }
    | { readonly state: 'undeliverable'; readonly attempts: number }
    | { readonly state: 'done_by_hand'; readonly by: string; readonly note: string | null }
  );

/** What an event says that a text may need. */
export interface Facts {
  /** RFC 3339 UTC. */
  readonly until?: string;
  /** Level id. */
  readonly level?: string;
  readonly redirect?: { readonly zh: string; readonly en: string };
}

/** Owed, but its words need what is not known yet: who holds it, or until when. */
export interface Waiting extends Planned {
  readonly key: string;
  /** Place of the rule among the profile's notices; the request keeps its profile's version. */
  readonly rule: number;
  readonly facts: Facts;
}

export interface RequestState {
  readonly requestId: string;
  readonly number: string;
  readonly jurisdiction: string;
  readonly profile: ProfileRef;
  readonly areaCode: string | null;
  /** The requester's; officers are written to in Chinese. */
  readonly locale: 'zh-CN' | 'en';
  /** Name and phone, encrypted; null: nobody can be told, so nothing is owed to the resident. */
  readonly contact: string | null;
  readonly holder: Holder | null;
  /** When the current holder has to have solved it; RFC 3339 UTC. */
  readonly until: string | null;
  /** The last assignment that said it was solved. */
  readonly resolved: number | null;
  readonly notices: Readonly<Record<string, Notice>>;
  readonly waiting: readonly Waiting[];
  readonly ended: boolean;
  /** Anonymised: nothing personal is kept of it. */
  readonly forgotten: boolean;
}
