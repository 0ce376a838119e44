import type { Severity } from '#contracts/parts.js';
import type { Profile } from '#profile/model.js';
import { type DeadlineKind, type Deadlines, endDeadlines, runningOf } from './deadline.js';
import type { Holding } from './escalation-state.js';
import { levelOf } from './rungs.js';
import { type Draft, setDeadlines, type Subject } from './set-deadline.js';

/** The kinds that measure the holder's work: a pause takes them off, a solution ends them. */
export const WORK_KINDS: readonly DeadlineKind[] = ['accept', 'warn', 'resolve', 'beyond_reply'];

/** What the profile gives a new holding: accept by, resolve by and a warning before; on the rung beyond only its reply. */
export function deadlinesOfLevel(
  deadlines: Deadlines,
  subject: Subject,
  severity: Severity,
  from: string,
): Deadlines {
  const { profile, holding } = subject;
  if (!holding) throw new Error('a level has deadlines for a holding only');
  const drafts = (['accept', 'resolve', 'beyond_reply'] as const)
    .map((kind) => draftOfLevel(profile, holding, kind, severity, from))
    .filter((draft) => draft !== null);
  return withWarning(setDeadlines(deadlines, subject, ...drafts), subject, from);
}

/** One of them; null where the profile gives none. */
export function draftOfLevel(
  profile: Profile,
  { level, beyond }: Holding,
  kind: 'accept' | 'resolve' | 'beyond_reply',
  severity: Severity,
  from: string,
): Draft | null {
  if (beyond !== (kind === 'beyond_reply')) return null;
  if (kind === 'beyond_reply') {
    if (!profile.beyond) throw new Error(`profile ${profile.name} has no rung beyond`);
    return {
      kind,
      rule: 'beyond.reply',
      counted: { by: 'duration', from, within: profile.beyond.reply.within },
    };
  }
  const within = levelOf(profile, level).deadlines[kind]?.within;
  if (!within) return null;
  const named = within[severity] === undefined ? 'ordinary' : severity;
  const rule = `levels.${level}.${kind}.${named}`;
  return { kind, rule, counted: { by: 'duration', from, within: within[named] ?? within.ordinary } };
}

/** The warning before `resolve` as it stands now; none where it would come before `from`. */
export function withWarning(deadlines: Deadlines, subject: Subject, from: string): Deadlines {
  const resolve = runningOf(deadlines, 'resolve');
  const { profile, holding } = subject;
  const warn = holding && !holding.beyond ? levelOf(profile, holding.level).deadlines.warn : undefined;
  const before = endDeadlines(deadlines, 'cancelled', ['warn']);
  if (!resolve || !warn || !holding) return before;
  return setDeadlines(before, subject, {
    kind: 'warn',
    rule: `levels.${holding.level}.warn`,
    counted: { by: 'before', from, within: warn.before, dueAt: resolve.dueAt },
  });
}
