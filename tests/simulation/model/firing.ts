import type { Outgoing } from '#contracts/catalogue.js';
import { fireByTheBook } from '../../../services/escalation/test/fire-by-the-book.js';
import { must } from '../violation.js';
import { type DeadlineTable, keyOf } from './deadline-table.js';
import { instantOf, type ServiceNode } from './service-node.js';
import type { Change, Prepared, Transaction } from './transaction.js';

/**
 * Claims what is due, oldest first, passing over what somebody else has in hand, and fires it: what `claimDueDeadlines` and `fireClaimedDeadlines` do by
 * two statements. What firing means is the book the product's test holds that statement against.
 */
export function firing(
  node: ServiceNode,
  table: DeadlineTable,
  replica: number,
  limit: number,
): Transaction | null {
  const now = instantOf(node.now());
  const claimed = new Set<string>();
  const locked: string[] = [];
  for (let id; claimed.size < limit && (id = table.queue.take(node.now())) !== undefined;) {
    if (claimed.has(id) || table.due(id, now).length === 0) continue;
    if (node.isLocked(id)) locked.push(id);
    else claimed.add(id);
  }
  for (const id of locked) table.queue.add(node.now(), id);
  if (claimed.size === 0) return null;
  // Rolled back, they are due as before.
  const requestIds = [...claimed];
  for (const id of requestIds) table.queue.add(node.now(), id);
  return {
    purpose: 'firing',
    replica,
    requestIds,
    prepare: () => prepared(node, table, requestIds),
    after: () => {},
    prepared: null,
  };
}

function prepared(node: ServiceNode, table: DeadlineTable, ids: readonly string[]): Prepared {
  const now = instantOf(node.now());
  const saved: Change[] = [];
  const emitted: { requestId: string; event: Outgoing; sequence: number }[] = [];
  for (const requestId of ids) {
    const due = table.due(requestId, now);
    if (due.length === 0) continue;
    const { state: previous, sequence } = node.states.get(requestId)!;
    const { state, events } = fireByTheBook(previous, now);
    const fired = state.deadlines.filter((one, at) => one.state !== previous.deadlines[at].state);
    must(
      fired.length === due.length &&
        fired.every((one) => due.some(({ deadline }) => keyOf(deadline) === keyOf(one))),
      'deadline_table_in_step',
      requestId,
      () => `due by table: ${due.map(({ deadline }) => keyOf(deadline))}; by state: ${fired.map(keyOf)}`,
    );
    for (const [at, event] of events.entries())
      emitted.push({ requestId, event, sequence: sequence + at + 1 });
    saved.push({ requestId, state, previous, events, sequence: sequence + events.length });
  }
  return node.prepared(now, [], { outcomes: [], saved, inbox: [], receipts: [], emitted });
}
