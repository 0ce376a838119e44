import type { BodyOf } from '#contracts/catalogue.js';
import { resume } from '#working-time/pause.js';
import type { Deadline } from '../../../services/escalation/src/domain/deadline.js';
import type {
  EscalationState,
  HeldState,
  Paused,
} from '../../../services/escalation/src/domain/escalation-state.js';
import { must } from '../violation.js';
import { eventNamed, type Look } from './look.js';
import { naiveDueOf } from './naive-due.js';

const runs = (state: EscalationState, kind: string): Deadline | undefined =>
  state.deadlines.find((one) => one.kind === kind && one.state === 'running');

/** A pause keeps what is left and gives it back; an extension moves the date, no further than allowed, and only once granted. */
export function checkPauses(look: Look<EscalationState>): void {
  const { before, after, events } = look;
  if (after === before || !before || !after) return;
  for (const event of events) {
    if (event.name === 'RequestPaused') checkPaused(look, event.body);
    if (event.name === 'ExtensionRequested') checkAsked(look, event.body);
    if (event.name === 'ExtensionDecided') checkDecided(look, event.body);
    if (event.name === 'SupervisionOpened')
      must(
        event.body.replyBy > look.now && runs(after, 'supervision_reply')?.dueAt === event.body.replyBy,
        'supervision_has_its_date',
        look.requestId,
        () => `reply by ${event.body.replyBy}`,
      );
    if (event.name === 'SupervisionAnswered')
      must(
        !runs(after, 'supervision_reply'),
        'supervision_is_answered',
        look.requestId,
        () => 'the reply is still due',
      );
  }
  if (before.status === 'paused' && after.status === 'open' && after.holding.number === before.holding.number)
    checkResumed(look, before, after);
  if (before.status === 'paused' && after.status === 'open' && isTakeOver(look))
    must(
      false,
      'pause_survives_its_holder',
      look.requestId,
      () => 'a colleague took over, and the clock runs',
    );
  checkMoved(look, before, after);
}

const isTakeOver = ({ event, before, after }: Look): boolean => {
  if (event?.name !== 'RequestAssigned') return false;
  const { cause } = event.body as BodyOf<'RequestAssigned'>;
  return (cause === 'transfer' || cause === 'absence') && before.holding.beyond === after.holding.beyond;
};

function checkPaused(
  { before, after, requestId, now, world }: Look<EscalationState>,
  { until }: BodyOf<'RequestPaused'>,
): void {
  const { profile } = world.town;
  const longest = naiveDueOf(now, profile.pause.longest, world.plainCalendar);
  must(Date.parse(until) <= longest && until > now, 'pause_within_limits', requestId, () => `until ${until}`);
  must(before?.status === 'open', 'pause_of_open_work', requestId, () => `it is ${before?.status}`);
  must(
    after?.status === 'paused' && runs(after, 'resume')?.dueAt === until,
    'pause_ends_by_itself',
    requestId,
    () => `until ${until}`,
  );
  const due = (before?.deadlines ?? []).filter(
    ({ kind, state }) => state === 'running' && ['accept', 'resolve', 'beyond_reply'].includes(kind),
  );
  const kept = (after as Paused).pause.suspended;
  must(
    due.length === kept.length &&
      due.every(({ kind, dueAt }) => dueAt > now && kept.some((one) => one.kind === kind)),
    'pause_keeps_what_is_left',
    requestId,
    () => `ran ${due.map(({ kind }) => kind)}, kept ${kept.map(({ kind, restMs }) => `${kind} ${restMs}`)}`,
  );
  const working = world.calendar.at((before as HeldState).holding.areaCode, profile);
  for (const { kind, restMs, time } of kept) {
    const back = resume(Date.parse(now), restMs, time, working);
    const dueAt = Date.parse(due.find((one) => one.kind === kind)!.dueAt);
    // Due as the office opens and due at the close before are the same working time.
    const again = resume(Date.parse(now), restMs + 1, time, working);
    must(
      back <= dueAt && dueAt <= again,
      'pause_keeps_what_is_left',
      requestId,
      () => `${kind}: ${restMs} ms of ${new Date(dueAt).toISOString()}`,
    );
  }
}

function checkResumed({ requestId, world, event }: Look, before: Paused, after: HeldState): void {
  must(
    event?.name === 'RequestResumed',
    'pause_lasts_until_its_date',
    requestId,
    () => `ended by ${event?.name}`,
  );
  const working = world.calendar.at(after.holding.areaCode, world.town.profile);
  for (const { kind, restMs, time, dueAt } of before.pause.suspended) {
    const resumed = new Date(resume(Date.parse(before.pause.until), restMs, time, working)).toISOString();
    const due = resumed > dueAt ? resumed : dueAt;
    must(
      runs(after, kind)?.dueAt === due,
      'pause_gives_it_back',
      requestId,
      () => `${kind}: ${runs(after, kind)?.dueAt} instead of ${due}`,
    );
  }
}

function checkAsked(
  { before, after, requestId, now, world }: Look<EscalationState>,
  { until }: BodyOf<'ExtensionRequested'>,
): void {
  const resolve = before && runs(before, 'resolve');
  must(
    resolve !== undefined && resolve.dueAt > now,
    'extension_before_expiry',
    requestId,
    () => `due ${resolve?.dueAt} at ${now}`,
  );
  const { profile } = world.town;
  const latest = naiveDueOf(resolve.dueAt, profile.extension.longest, world.plainCalendar);
  must(
    until > resolve.dueAt && Date.parse(until) <= latest,
    'extension_within_limits',
    requestId,
    () => `until ${until}`,
  );
  must(
    runs(after!, 'resolve')?.dueAt === resolve.dueAt,
    'asking_moves_nothing',
    requestId,
    () => 'moved before it was granted',
  );
}

function checkDecided(
  { before, after, requestId, now, world, watch }: Look<EscalationState>,
  body: BodyOf<'ExtensionDecided'>,
): void {
  const held = before as HeldState;
  const was = runs(held, 'resolve');
  must(
    was !== undefined && was.dueAt > now,
    'extension_before_expiry',
    requestId,
    () => `due ${was?.dueAt} at ${now}`,
  );
  const asked = held.pendingExtension?.until ?? '';
  const wanted = body.granted && asked > was.dueAt ? asked : was.dueAt;
  must(
    runs(after!, 'resolve')?.dueAt === wanted,
    'extension_is_honoured',
    requestId,
    () => `${runs(after!, 'resolve')?.dueAt} instead of ${wanted}`,
  );
  must(
    !runs(after!, 'extension_decision'),
    'extension_is_decided',
    requestId,
    () => 'its decision is still due',
  );
  if (!body.granted) return;
  const granted = (watch.extensionsGranted.get(body.assignmentNumber) ?? 0) + 1;
  watch.extensionsGranted.set(body.assignmentNumber, granted);
  const { atMost } = world.town.profile.extension;
  must(granted <= atMost, 'extension_at_most', requestId, () => `${granted} granted`);
}

/** The date of the work moves only by what may move it. */
function checkMoved(look: Look<EscalationState>, before: EscalationState, after: EscalationState): void {
  const [was, is] = [runs(before, 'resolve'), runs(after, 'resolve')];
  if (!was || !is || was.dueAt === is.dueAt) return;
  const { events, event, purpose, requestId } = look;
  const may =
    eventNamed(events, 'ExtensionDecided') !== undefined ||
    purpose === 'recalculation' ||
    event?.name === 'RequestAssigned' ||
    event?.name === 'RequestResumed';
  must(
    may,
    'date_moves_only_for_a_reason',
    requestId,
    () => `${was.dueAt} → ${is.dueAt} by ${event?.name ?? purpose}`,
  );
}
