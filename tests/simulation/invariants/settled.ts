import type { RequestState as AssignmentState } from '../../../services/assignment/src/domain/request-state.js';
import type { EscalationState } from '../../../services/escalation/src/domain/escalation-state.js';
import type { RequestState as IntakeState } from '../../../services/intake/src/domain/request-state.js';
import type { RequestView } from '../../../services/ledger/src/domain/request-view.js';
import type { RequestState as NoticeState } from '../../../services/notification/src/domain/request-state.js';
import type { TriageState } from '../../../services/triage/src/domain/triage-state.js';
import { instantOf } from '../model/service-node.js';
import { checkCount } from './deadlines.js';
import { SERVICES } from '../model/services.js';
import type { World } from '../model/world.js';
import { must } from '../violation.js';
import type { Watch } from './watch.js';

/** What six services say of one request when everything has come to rest. */
interface Rest {
  readonly id: string;
  readonly intake: IntakeState;
  readonly triage: TriageState | undefined;
  readonly assignment: AssignmentState | undefined;
  readonly escalation: EscalationState | undefined;
  readonly notification: NoticeState | undefined;
  readonly ledger: RequestView | undefined;
}

/** Nothing is lost, the services agree, and every open request has a holder and a clock that runs. */
export function checkSettled(world: World, watchOf: (requestId: string) => Watch): void {
  for (const { id } of world.lives) {
    const stateOf = (service: (typeof SERVICES)[number]) => world.nodes[service].states.get(id)?.state;
    const rest: Rest = {
      id,
      intake: stateOf('intake'),
      triage: stateOf('triage'),
      assignment: stateOf('assignment'),
      escalation: stateOf('escalation'),
      notification: stateOf('notification'),
      ledger: stateOf('ledger'),
    };
    nothingLost(world, id, watchOf(id));
    if (!rest.intake) continue;
    if (rest.intake.state === 'received' || rest.intake.state === 'resolved')
      stillOpen(world, rest, watchOf(id));
    else hasEnded(rest);
    if (rest.ledger) ledgerAgrees(rest);
    for (const [key, notice] of Object.entries(rest.notification?.notices ?? {}))
      must(notice.state !== 'pending', 'notice_is_settled', id, () => `${key} is still pending`);
  }
}

function nothingLost(world: World, id: string, watch: Watch): void {
  for (const service of SERVICES) {
    const [written, sent] = [watch.written[service], watch.sent[service]];
    must(
      written === sent,
      'nothing_is_lost',
      id,
      () => `${service} wrote ${written} events, ${sent} are on the log`,
    );
    const kept = world.nodes[service].states.get(id)?.sequence ?? 0;
    must(
      kept === written || service === 'ledger',
      'nothing_is_lost',
      id,
      () => `${service} counts ${kept}, wrote ${written}`,
    );
    must(
      watch.owed[service] === 0,
      'nothing_is_lost',
      id,
      () => `${service} has ${watch.owed[service]} events unhandled`,
    );
  }
}

function hasEnded({ id, intake, triage, assignment, escalation, notification }: Rest): void {
  const told = (ended: boolean | undefined, who: string) =>
    must(ended ?? true, 'the_end_reaches_everybody', id, () => `${intake.state}, but not for ${who}`);
  told(assignment && assignment.status === 'ended', 'assignment');
  told(escalation && escalation.status === 'ended', 'escalation');
  told(notification?.ended, 'notification');
  told(triage && triage.status !== 'queued', 'triage');
}

function stillOpen(world: World, rest: Rest, watch: Watch): void {
  const { id, intake, triage, assignment, escalation } = rest;
  if (triage?.status === 'queued') {
    must(
      escalation?.status === 'waiting' &&
        escalation.deadlines.some(({ kind, state }) => kind === 'triage' && state === 'running'),
      'queued_has_a_deadline',
      id,
      () => `escalation: ${escalation?.status}`,
    );
    return;
  }
  must(
    assignment?.status === (intake.state === 'resolved' ? 'resolved' : 'open'),
    'an_open_request_has_a_holder',
    id,
    () => `intake ${intake.state}, triage ${triage?.status}, assignment ${assignment?.status}`,
  );
  must(
    escalation !== undefined && 'holding' in escalation,
    'an_open_request_has_a_holder',
    id,
    () => `escalation ${escalation?.status}`,
  );
  const held = assignment as Extract<AssignmentState, { status: 'open' }>;
  const numbers = [held.holding.number, escalation.holding.number, intake.assignment?.number];
  must(
    new Set(numbers).size === 1,
    'the_services_agree',
    id,
    () => `assignment, escalation, intake: ${numbers}`,
  );
  must(
    held.holding.level === escalation.holding.level,
    'the_services_agree',
    id,
    () => `${held.holding.level}, ${escalation.holding.level}`,
  );
  must(
    intake.state === 'resolved' ? escalation.status === 'resolved' : escalation.status !== 'resolved',
    'the_services_agree',
    id,
    () => `intake ${intake.state}, escalation ${escalation.status}`,
  );
  if (intake.state === 'resolved')
    must(
      watch.confirmed !== intake.resolvedAssignment && watch.exception !== intake.resolvedAssignment,
      'what_is_confirmed_is_closed',
      id,
      () => `assignment ${intake.resolvedAssignment} is still not closed`,
    );
  clockRuns(rest, escalation);
  clockIsRight(world, rest.id, escalation);
}

function clockRuns(
  { id, assignment }: Rest,
  escalation: Exclude<EscalationState, { status: 'waiting' | 'ended' }>,
): void {
  const runs = new Set<string>(
    escalation.deadlines.filter(({ state }) => state === 'running').map(({ kind }) => kind),
  );
  const wanted = {
    open: escalation.holding.beyond ? 'beyond_reply' : 'resolve',
    paused: 'resume',
    resolved: 'follow_up',
  }[escalation.status];
  must(
    runs.has(wanted),
    'an_open_request_has_a_clock',
    id,
    () => `${escalation.status} ${escalation.holding.level}: ${[...runs]}`,
  );
  must(
    escalation.status === 'resolved' || escalation.escalatedNumber < escalation.holding.number,
    'an_escalation_is_answered',
    id,
    () => `assignment ${escalation.holding.number} still climbs`,
  );
  if (assignment?.status !== 'open') return;
  must(
    !assignment.holding.helpAsked,
    'help_is_given',
    id,
    () => `help was asked for ${assignment.holding.number}`,
  );
  if (assignment.holding.returnAsked)
    must(
      escalation.deadlines.some(
        ({ kind, state }) => kind === 'return_decision' && (state === 'running' || state === 'fired'),
      ),
      'a_return_has_a_deadline',
      id,
      () => 'nobody has to decide',
    );
}

/** What was due has fired, and what runs is counted by the calendar in force. */
function clockIsRight(world: World, id: string, escalation: EscalationState): void {
  const now = instantOf(world.nodes.escalation.now());
  for (const deadline of escalation.deadlines) {
    if (deadline.state !== 'running') continue;
    must(
      deadline.dueAt > now,
      'what_is_due_fires',
      id,
      () => `${deadline.kind} was due at ${deadline.dueAt}`,
    );
    if (world.calendar.hasClosures && id.endsWith('7')) checkCount(world, deadline, escalation, id);
  }
}

const LEDGER_WORD: Readonly<Record<string, string>> = { open: 'assigned', resolved: 'resolved' };

function ledgerAgrees({ id, intake, ledger, assignment }: Rest): void {
  const wanted = intake.state === 'received' ? LEDGER_WORD[assignment?.status ?? ''] : intake.state;
  const said = ledger!.state === 'in_work' ? 'assigned' : ledger!.state;
  // Withdrawn while triage declines it: both stand on the log, and the ledger shows the first.
  if (intake.state === 'withdrawn' && said === 'declined') return;
  must(
    wanted === undefined || said === wanted,
    'the_ledger_agrees',
    id,
    () => `${ledger!.state}, intake says ${intake.state}`,
  );
  if (assignment?.status === 'open')
    must(
      ledger!.assignmentNumber === assignment.holding.number,
      'the_ledger_agrees',
      id,
      () => `assignment ${ledger!.assignmentNumber}`,
    );
}
