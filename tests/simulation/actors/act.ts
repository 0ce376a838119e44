import type { Severity } from '#contracts/parts.js';
import type { Classification } from '../../../services/triage/src/domain/classifier.js';
import type { OpinionForm } from '../../../services/assignment/src/domain/request-state.js';

/**
 * Who acts: `holder` an officer of the office that holds it by the tag seen, `above` the one level up (supervisor of its area),
 * `colleague` an officer of the same level elsewhere, `equal` a supervisor of the same level, `below` one level down, `stranger` another resident.
 */
export type Who = 'resident' | 'stranger' | 'holder' | 'above' | 'colleague' | 'equal' | 'below' | 'admin';

/** Which If-Match: the tag as it is, the one before it, or one from before anybody held it. */
export type Seen = 'now' | 'before' | 'never';

interface Common {
  readonly by: Who;
  readonly seen: Seen;
}

export interface Submission {
  readonly areaCode: string | null;
  readonly address: string | null;
  readonly title: string;
  readonly text: string;
  readonly category: string | null;
  readonly urgency: Severity | null;
  readonly channel: string;
  readonly byOfficer: boolean;
  readonly onTheSpot: boolean;
  readonly hasContact: boolean;
  readonly locale: 'zh-CN' | 'en';
}

/** What a person does, as plain data, so that a story can be told and told again. */
export type Act = Common &
  (
    | { readonly kind: 'submit'; readonly submission: Submission }
    | { readonly kind: 'supplement' | 'withdraw' | 'dispute' }
    | { readonly kind: 'confirm'; readonly rating: number }
    | { readonly kind: 'ask_exception'; readonly reasonCode: string }
    | { readonly kind: 'decide_exception'; readonly approved: boolean; readonly sameOfficer: boolean }
    | { readonly kind: 'classify'; readonly choice: Partial<Classification> & { readonly category: string } }
    | { readonly kind: 'decline' }
    | { readonly kind: 'accept' | 'progress' | 'resolve' }
    | { readonly kind: 'opinion'; readonly form: OpinionForm }
    | { readonly kind: 'help' | 'give_back'; readonly reasonCode: string }
    | { readonly kind: 'decide_return'; readonly accepted: boolean; readonly officeCode: string | null }
    | {
        readonly kind: 'transfer';
        readonly to: { readonly officeCode: string } | { readonly officerId: string };
      }
    | { readonly kind: 'extension'; readonly duration: string }
    | { readonly kind: 'decide_extension'; readonly grant: boolean }
    | { readonly kind: 'pause'; readonly forMs: number; readonly reasonCode: string }
    | { readonly kind: 'supervise'; readonly replyInMs: number | null }
    | { readonly kind: 'reply' }
    | { readonly kind: 'not_received' | 'tell_by_hand'; readonly notice: number }
  );

export type ActKind = Act['kind'];
export type ActOf<K extends ActKind> = Extract<Act, { kind: K }>;
