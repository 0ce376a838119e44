import { catalogue, type Outgoing, type Received } from '#contracts/catalogue.js';
import { changed, type Decision, ignored } from '#decider/decision.js';
import { FRESH } from './fresh.js';
import { moveOf } from './move-of.js';
import { project } from './project.js';
import type { RequestView } from './request-view.js';
import { entryOf } from './timeline-entry.js';

/** Writes an event down: what the request is after it, and one entry in its timeline. Nothing goes out. */
export function recordEvent(view: RequestView | undefined, event: Received): Decision<RequestView, Outgoing> {
  const after = project(view, event);
  if (after === 'unknown_request' || after === 'already_known') return ignored(after);
  const seq = (view?.entries ?? 0) + 1;
  const assignmentSequence =
    catalogue[event.name].writer === 'assignment' ? event.sequence : after.assignmentSequence;
  const fresh = { entry: entryOf(seq, event, after), move: moveOf(view, after, event) };
  return changed({ ...after, entries: seq, assignmentSequence, [FRESH]: [...(view?.[FRESH] ?? []), fresh] });
}
