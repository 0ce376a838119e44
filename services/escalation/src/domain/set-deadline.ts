import type { Outgoing } from '#contracts/catalogue.js';
import type { Reason } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import type { WorkingContext } from '#working-time/working-index.js';
import { consequenceOf } from './consequence.js';
import type { EscalationContext } from './context.js';
import { countDue } from './count-due.js';
import type { Counted, Deadline, DeadlineKind, Deadlines } from './deadline.js';
import { type EscalationState, type Holding, isHeld } from './escalation-state.js';

/** Whose deadlines are set, by which profile and calendar. */
export interface Subject {
  readonly requestId: string;
  readonly profile: Profile;
  readonly holding: Holding | null;
  readonly working: WorkingContext;
}

export interface Draft {
  readonly kind: DeadlineKind;
  readonly rule: string;
  readonly counted: Counted;
  /** More facts for the reason it is published with. */
  readonly facts?: Reason['facts'];
}

export function subjectOf(state: EscalationState, context: EscalationContext): Subject {
  const profile = context.profileOf(state.profile);
  const holding = isHeld(state) ? state.holding : null;
  const area = holding?.areaCode ?? (state.status === 'waiting' ? state.areaCode : null);
  const working = context.workingAt(area ?? state.jurisdiction, profile);
  return { requestId: state.requestId, profile, holding, working };
}

/** Puts the deadlines in the place of those of their kinds. A warning that would come too late is left out. */
export const setDeadlines = (
  deadlines: Deadlines,
  subject: Subject,
  ...drafts: readonly Draft[]
): Deadlines =>
  drafts.reduce((list, draft) => {
    const made = madeFrom(draft, list, subject);
    return made ? [...list.filter(({ kind }) => kind !== draft.kind), made] : list;
  }, deadlines);

function madeFrom(draft: Draft, before: Deadlines, subject: Subject): Deadline | null {
  const due = countDue(draft.counted, subject.working);
  if (!due) return null;
  const { kind, rule, counted } = draft;
  const { dueAt, provisional } = due;
  const assignmentNumber = subject.holding?.number ?? 0;
  const consequence = consequenceOf({
    ...subject,
    kind,
    dueAt,
    warnsOf: counted.by === 'before' ? counted.dueAt : null,
    facts: { clause: rule, ...due.facts, ...draft.facts },
  });
  const replaced = before.find((one) => one.kind === kind && one.assignmentNumber === assignmentNumber);
  return {
    assignmentNumber,
    kind,
    ordinal: (replaced?.ordinal ?? 0) + 1,
    dueAt,
    provisional,
    rule,
    counted,
    state: 'running',
    climbsTo: climbOf(consequence),
    consequence,
  };
}

const climbOf = (consequence: Outgoing): Deadline['climbsTo'] =>
  consequence.name === 'EscalationRaised'
    ? { level: consequence.body.toLevel, rule: consequence.body.reason.rule }
    : null;
