import type { BodyOf } from '#contracts/catalogue.js';
import type { RequestState } from '../../../services/intake/src/domain/request-state.js';
import type { RequestState as NoticeState } from '../../../services/notification/src/domain/request-state.js';
import { must } from '../violation.js';
import { eventNamed, type Look } from './look.js';

/** Closed only what was solved, and confirmed by the requester or excepted by somebody higher, after the notices it waits for. */
export function checkClosing(look: Look<RequestState>): void {
  const { before, after, events, requestId, watch, event } = look;
  if (after === before || !after) return;
  for (const said of events) remember(look, said);
  if (event?.name === 'RequestAssigned' && before?.state === 'resolved') {
    watch.confirmed = null;
    watch.exception = null;
  }
  const closed = eventNamed(events, 'RequestClosed')?.body;
  const isNew = after.state === 'closed' && before?.state !== 'closed';
  must(
    isNew === (closed !== undefined),
    'closing_is_said',
    requestId,
    () => `${before?.state} → ${after.state}`,
  );
  if (closed) checkClosed(look, closed);
  if (after.state === 'resolved' && before?.state !== 'resolved') checkResolved(look);
}

function remember(
  { watch, requestId, before, command, act }: Look<RequestState>,
  said: Look['events'][number],
): void {
  const resolved = before?.state === 'resolved' ? before.resolvedAssignment : null;
  switch (said.name) {
    case 'SolutionConfirmed':
      must(
        resolved === said.body.assignmentNumber,
        'confirms_what_is_solved',
        requestId,
        () => `${said.body.assignmentNumber}`,
      );
      must(watch.confirmed !== resolved, 'confirmed_once', requestId, () => `${resolved} again`);
      watch.confirmed = said.body.assignmentNumber;
      break;
    case 'SolutionDisputed':
      must(
        resolved === said.body.assignmentNumber && watch.confirmed !== resolved,
        'disputes_what_is_solved',
        requestId,
        () => `${said.body.assignmentNumber}, confirmed ${watch.confirmed}`,
      );
      watch.exception = null;
      break;
    case 'ClosingExceptionRequested':
      must(resolved !== null, 'exception_of_what_is_solved', requestId, () => `it is ${before?.state}`);
      watch.exceptionAskedBy = said.body.by.id;
      break;
    case 'ClosingExceptionDecided': {
      const decider = said.body.by.id;
      must(
        resolved !== null && watch.exceptionAskedBy !== null && decider !== watch.exceptionAskedBy,
        'four_eyes',
        requestId,
        () => `asked by ${watch.exceptionAskedBy}, decided by ${decider} (${act?.kind}, ${command?.by.sub})`,
      );
      watch.exceptionAskedBy = null;
      if (said.body.approved) watch.exception = said.body.assignmentNumber;
      break;
    }
    case 'RequestWithdrawn':
      must(
        watch.confirmed === null || resolved !== watch.confirmed,
        'withdrawn_before_confirmed',
        requestId,
        () => 'confirmed already',
      );
  }
}

function checkClosed(
  { before, world, watch, requestId }: Look<RequestState>,
  { how, assignmentNumber }: BodyOf<'RequestClosed'>,
): void {
  if (how === 'on_the_spot') {
    must(
      before === undefined && assignmentNumber === null,
      'closed_when_earned',
      requestId,
      () => 'on the spot, and known before',
    );
    return;
  }
  must(
    before?.state === 'resolved' && before.resolvedAssignment === assignmentNumber,
    'closed_when_earned',
    requestId,
    () => `closed as ${String(how)} while ${before?.state}`,
  );
  const word = how === 'confirmed' ? watch.confirmed : watch.exception;
  must(
    word === assignmentNumber,
    'closed_when_earned',
    requestId,
    () => `${String(how)}: ${word}, closed ${assignmentNumber}`,
  );
  const { waitForNotices } = world.town.profile.closing;
  const { notices = {} } = (world.nodes.notification.states.get(requestId)?.state ??
    {}) as Partial<NoticeState>;
  for (const purpose of waitForNotices) {
    const own = Object.values(notices).filter(
      (notice) => notice.purpose === purpose && notice.assignmentNumber === assignmentNumber,
    );
    must(
      own.length > 0 && own.every(({ state }) => state !== 'pending'),
      'closed_after_its_notices',
      requestId,
      () => `${purpose} of ${assignmentNumber}: ${own.map(({ state }) => state)}`,
    );
  }
}

/** Solved is what its holder said, of a holding that was not disputed before. */
function checkResolved({ after, before, event, requestId }: Look<RequestState>): void {
  const number = after?.state === 'resolved' ? after.resolvedAssignment : 0;
  const disputed = before?.state === 'received' ? (before.disputed ?? 0) : 0;
  must(
    event?.name === 'RequestResolved' && number > disputed && number >= (before?.assignment?.number ?? 0),
    'solved_by_its_holder',
    requestId,
    () => `${number} by ${event?.name}, disputed ${disputed}, held ${before?.assignment?.number}`,
  );
}
