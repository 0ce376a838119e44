import { must } from '../violation.js';
import { eventNamed, type Look } from './look.js';

/** The number of the holding this service believes in. */
function currentNumber({ service, before }: Look): number {
  if (!before) return 0;
  return (service === 'intake' ? before.assignment?.number : before.holding?.number) ?? 0;
}

/** The number an event is about; undefined where it is about the request as a whole. */
function numberNamed({ event }: Look): number | undefined {
  const body = event?.body as
    { assignmentNumber?: number | null; assignment?: { number: number } } | undefined;
  return body?.assignment?.number ?? body?.assignmentNumber ?? undefined;
}

const ENDED = new Set(['ended', 'closed', 'withdrawn', 'declined']);
const statusOf = (state: any): string => state.status ?? state.state;

/** What names a past holding changes nothing, and neither does anything about a request that has ended. */
export function checkFencing(look: Look): void {
  const { service, requestId, before, after, events, event, act, command } = look;
  if (after === before || !before) return;
  const named = numberNamed(look);
  // To be told so is no effect: the state's count of events is all that moves.
  const isIgnoredByName = eventNamed(events, 'EscalationIgnored') !== undefined && events.length === 1;
  if (isIgnoredByName) {
    const [{ revision: _, ...was }, { revision: __, ...is }] = [before, after];
    must(
      sameFields(was, is),
      'ignored_changes_nothing',
      requestId,
      () => 'an escalation ignored by name changed the state',
    );
    return;
  }
  must(
    !ENDED.has(statusOf(before)),
    'ended_stays_ended',
    requestId,
    () => `${service} changed it by ${event?.name ?? act?.kind}`,
  );
  const isSolved = service === 'assignment' && before.status === 'resolved';
  must(!isSolved || !act, 'solved_rests_until_disputed', requestId, () => `${act?.kind} on what is solved`);
  const current = currentNumber(look);
  const settles = event?.name === 'NoticesSettled' && after.state === before.state;
  if (named !== undefined && !settles)
    must(
      named >= current,
      'past_assignment_changes_nothing',
      requestId,
      () => `${service}: ${event?.name} of assignment ${named} changed what ${current} holds`,
    );
  if (!command || service === 'intake') return;
  must(
    command.seenNumber === current,
    'past_assignment_changes_nothing',
    requestId,
    () => `${service}: ${act?.kind} on assignment ${command.seenNumber} changed what ${current} holds`,
  );
  if (service === 'assignment')
    must(
      command.seenRevision === before.revision,
      'act_on_what_was_seen',
      requestId,
      () => `${act?.kind} had seen revision ${command.seenRevision}, it is ${before.revision}`,
    );
}

const sameFields = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);
