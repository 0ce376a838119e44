import type { EventName } from '#contracts/catalogue.js';
import type { Reason } from '#contracts/parts.js';
import { eventText, type Names, type Words } from './event-text.js';
import { ruleText } from './rule-text.js';

/** Events whose own sentence already says why. */
const SAYS_WHY: ReadonlySet<EventName> = new Set([
  'HelpAsked',
  'AssignmentReturned',
  'RequestClosed',
  'AssignmentAccepted',
  'SolutionConfirmed',
  'SolutionDisputed',
  'RequestWithdrawn',
  'RequestSupplemented',
  'ClosingExceptionRequested',
  'RequestPaused',
]);

/** What happened and why, as a person would say it. */
export function reasonText(
  type: EventName,
  about: Readonly<Record<string, unknown>>,
  reason: Reason,
  names: Names,
): Words {
  const what = eventText[type](about, names);
  if (SAYS_WHY.has(type)) return what;
  const why = ruleText(reason, names);
  return { zh: `${what.zh}（${why.zh}）`, en: `${what.en} (${why.en})` };
}
