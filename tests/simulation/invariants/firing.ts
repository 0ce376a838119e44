import type { Deadline } from '../../../services/escalation/src/domain/deadline.js';
import type { EscalationState } from '../../../services/escalation/src/domain/escalation-state.js';
import { keyOf } from '../model/deadline-table.js';
import { must } from '../violation.js';
import type { Look } from './look.js';

/** Each deadline fires once, never early, while it runs; an assignment climbs at most once. */
export function checkFiring(look: Look<EscalationState>): void {
  checkEscalations(look);
  if (look.purpose !== 'firing') return;
  const { before, after, now, requestId, watch } = look;
  if (!before || !after) return;
  const fired = after.deadlines.filter(
    ({ state }, at) => state === 'fired' && before.deadlines[at]?.state !== 'fired',
  );
  for (const deadline of fired) {
    const key = keyOf(deadline);
    must(!watch.fired.has(key), 'fires_once', requestId, () => `${key} fired again`);
    watch.fired.add(key);
    const was = before.deadlines.find((one) => keyOf(one) === key);
    must(was?.state === 'running', 'fires_while_it_runs', requestId, () => `${key} was ${was?.state}`);
    must(
      deadline.dueAt <= now,
      'never_early',
      requestId,
      () => `${key} due ${deadline.dueAt}, fired at ${now}`,
    );
  }
  checkEffects(look, before, fired);
}

/** In the order of due times: every report, and the first climb of an open request that is not climbing yet. */
function checkEffects(
  { events, requestId, now }: Look,
  before: EscalationState,
  fired: readonly Deadline[],
): void {
  const inOrder = [...fired].sort((a, b) => (a.dueAt + a.kind < b.dueAt + b.kind ? -1 : 1));
  let mayClimb = before.status === 'open' && before.escalatedNumber < before.holding.number;
  const wanted = inOrder.filter(({ consequence }) => {
    if (consequence?.name !== 'EscalationRaised') return true;
    const climbs = mayClimb;
    mayClimb = false;
    return climbs;
  });
  must(
    wanted.length === events.length && wanted.every(({ consequence }, at) => consequence === events[at]),
    'fires_what_was_set',
    requestId,
    () => `${wanted.map(keyOf)} should have been published at ${now}, were ${events.map(({ name }) => name)}`,
  );
}

/** Once by deadline or help; once more by dispute, if the holder's solution came before it. */
function checkEscalations({ events, requestId, watch }: Look): void {
  for (const event of events) {
    if (event.name !== 'EscalationRaised') continue;
    const { assignmentNumber, cause } = event.body;
    const key = cause === 'dispute' ? `${assignmentNumber}/dispute` : `${assignmentNumber}`;
    must(
      !watch.raised.has(key),
      'escalates_once',
      requestId,
      () => `assignment ${key} escalates again by ${String(cause)}`,
    );
    watch.raised.add(key);
  }
}
