import type { Reason } from '#contracts/parts.js';
import { ignored } from '#decider/decision.js';
import { because, type EscalationContext, type EscalationDecision, system } from './context.js';
import { countDue } from './count-due.js';
import { type Deadline, type Deadlines, endDeadlines, isRunning, runningOf } from './deadline.js';
import type { EscalationState } from './escalation-state.js';
import { setDeadlines, type Subject, subjectOf } from './set-deadline.js';
import { toldDeadlines } from './tell-deadlines.js';

/** Counts again what runs, by the calendar of now. What comes out the same stays as it is; the rest is replaced, and says why. */
export function recomputeWhenCalendarChanged(
  state: EscalationState | undefined,
  why: { readonly rule: 'calendar.imported' | 'closure.announced'; readonly facts: Reason['facts'] },
  context: EscalationContext,
): EscalationDecision {
  if (!state || state.status === 'ended') return ignored('nothing_runs');
  const subject = subjectOf(state, context);
  const facts = { because: why.rule, ...why.facts };
  const moved = state.deadlines.filter(isRunning).filter((deadline) => hasMoved(deadline, subject));
  const counted = moved.filter(({ counted: { by } }) => by !== 'before');
  const set = setDeadlines(state.deadlines, subject, ...counted.map((one) => ({ ...one, facts })));
  const deadlines = warningAgain(set, subject, facts);
  if (deadlines === state.deadlines) return ignored('unchanged');
  const reason = because(why.rule, { ...why.facts, moved: moved.map(({ kind }) => kind) });
  return toldDeadlines({ ...state, deadlines }, context, system, reason);
}

function hasMoved({ counted, dueAt, provisional }: Deadline, { working }: Subject): boolean {
  const due = countDue(counted, working);
  return due?.dueAt !== dueAt || due.provisional !== provisional;
}

/** The warning follows the deadline it warns of. */
function warningAgain(deadlines: Deadlines, subject: Subject, facts: Reason['facts']): Deadlines {
  const warn = runningOf(deadlines, 'warn');
  const resolve = runningOf(deadlines, 'resolve');
  if (warn?.counted.by !== 'before' || !resolve) return deadlines;
  const counted = { ...warn.counted, dueAt: resolve.dueAt };
  if (resolve.dueAt === warn.counted.dueAt && !hasMoved(warn, subject)) return deadlines;
  return setDeadlines(endDeadlines(deadlines, 'cancelled', ['warn']), subject, { ...warn, counted, facts });
}
