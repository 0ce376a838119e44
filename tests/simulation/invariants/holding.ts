import type { RequestState } from '../../../services/assignment/src/domain/request-state.js';
import type { World } from '../model/world.js';
import { must } from '../violation.js';
import { naiveDueOf } from './naive-due.js';
import { eventNamed, type Look } from './look.js';
import type { Watch } from './watch.js';

/** Exactly one holds an open request, the numbers rise by one, and what gates and limits ask for was there. */
export function checkHolding(look: Look<RequestState>): void {
  const { before, after, requestId, events, watch, world } = look;
  if (after === before || !after) return;
  if (after.status === 'open' || after.status === 'resolved') {
    const { holding, past } = after;
    must(
      holding.number === past.length + 1 && past.every(({ number }, at) => number === at + 1),
      'one_holder',
      requestId,
      () => `holding ${holding.number} after ${past.map(({ number }) => number)}`,
    );
  }
  for (const event of events) {
    switch (event.name) {
      case 'RequestAssigned':
        checkNumber(look, event.body.assignment.number, event.body.previous);
        remember(watch, event.body);
        break;
      case 'OpinionGiven':
        watch.opinions.add(event.body.form);
        break;
      case 'RequestResolved':
      case 'WorkProgressed':
        checkGate(look, event.name === 'RequestResolved' ? 'resolve' : 'progress');
        break;
      case 'AssignmentReturned':
        checkReturn(look);
        break;
      case 'ReturnDecided':
        must(
          openHolding(before)?.returnAsked !== null,
          'return_was_asked',
          requestId,
          () => 'decided, never asked',
        );
        if (!event.body.accepted) watch.returnRefusedFor = event.body.assignmentNumber;
        else
          must(
            eventNamed(events, 'RequestAssigned') !== undefined,
            'accepted_return_moves_on',
            requestId,
            () => 'accepted, and still with the same office',
          );
        break;
      case 'AssignmentEnded':
        must(
          after.status === 'ended',
          'ended_is_said_when_it_ends',
          requestId,
          () => `it is ${after.status}`,
        );
    }
  }
  if (world.lives.length > 0 && after.status === 'resolved' && before?.status !== 'resolved')
    must(
      eventNamed(events, 'RequestResolved') !== undefined,
      'solved_is_said',
      requestId,
      () => 'solved without a word',
    );
}

const openHolding = (state: RequestState | undefined) =>
  state?.status === 'open' ? state.holding : undefined;

/** The side table before a write: a row for what was open, with its number and officer. */
export function checkHoldingRow(world: World, requestId: string, before: RequestState | undefined): void {
  const row = world.holdings.rows.get(requestId);
  const held = openHolding(before);
  must(
    row?.number === held?.number && row?.officerId === held?.officerId,
    'holding_table_in_step',
    requestId,
    () => `table ${row?.number} ${row?.officerId}, state ${held?.number} ${held?.officerId}`,
  );
}

function checkNumber(
  { before, after, requestId }: Look<RequestState>,
  number: number,
  previous: number | null,
): void {
  const last = before && 'holding' in before ? before.holding.number : 0;
  must(
    number === last + 1 &&
      (previous ?? 0) === last &&
      after !== undefined &&
      'holding' in after &&
      after.holding.number === number,
    'number_rises_by_one',
    requestId,
    () => `assignment ${number} (previous ${previous}) after ${last}`,
  );
}

function remember(
  watch: Watch,
  {
    assignment,
    cause,
  }: {
    assignment: { number: number; level: string; office: { code: string }; officerId: string };
    cause: unknown;
  },
): void {
  const { number, level, office, officerId } = assignment;
  if (watch.holdings.at(-1)?.officeCode !== office.code) watch.opinions = new Set();
  watch.holdings.push({ number, level, officeCode: office.code, officerId, cause: String(cause) });
}

function checkGate(
  { before, world, watch, requestId }: Look<RequestState>,
  act: 'progress' | 'resolve',
): void {
  if (before?.status !== 'open') return;
  const { matter, holding } = before;
  for (const gate of world.town.profile.gates)
    if (
      gate.when.kind.includes(matter.kind) &&
      (gate.levels?.includes(holding.level) ?? true) &&
      gate.before.includes(act)
    )
      must(
        watch.opinions.has(gate.requires),
        'opinion_before_handling',
        requestId,
        () => `${act} without the opinion ${gate.requires}`,
      );
}

function checkReturn({ before, world, watch, requestId, now }: Look<RequestState>): void {
  const held = openHolding(before);
  if (!held) return;
  must(
    watch.returnRefusedFor !== held.number,
    'refused_return_stays_refused',
    requestId,
    () => 'asked again',
  );
  const { profile } = world.town;
  const until = naiveDueOf(held.officeSince, profile.returns.within.ask, world.plainCalendar);
  // The plain count drops the seconds.
  must(
    Date.parse(now) < until + 60_000,
    'return_in_time',
    requestId,
    () => `asked at ${now}, until ${new Date(until).toISOString()}`,
  );
}
