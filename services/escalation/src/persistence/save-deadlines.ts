import type { PoolClient } from 'pg';
import { faultOf } from '#eventlog/event-schemas.js';
import { pipelined } from '#eventlog/pipelined.js';
import type { Saved } from '#eventlog/shell.js';
import type { Deadline } from '../domain/deadline.js';
import { deadlineChanges } from '../domain/deadline-changes.js';
import type { EscalationState } from '../domain/escalation-state.js';

/** Keeps the table of deadlines in step with the states just saved: what ended is gone, what began is there. */
export async function saveDeadlines(
  client: PoolClient,
  saved: readonly Saved<EscalationState>[],
): Promise<void> {
  const changes = saved.map(({ requestId, previous, state }) => ({
    requestId,
    ...deadlineChanges(previous, state),
  }));
  const ended = changes.flatMap(({ requestId, ended: gone }) => gone.map((one) => keyOf(requestId, one)));
  const begun = changes.flatMap(({ requestId, opened }) => opened.map((one) => rowOf(requestId, one)));
  await pipelined(client, () => [
    ended.length > 0 &&
      client.query({
        name: 'escalation.deadlines-ended',
        text: `delete from escalation.deadline d
        using json_to_recordset($1::json) as e(request_id uuid, assignment_number int, kind text, ordinal int)
        where d.request_id = e.request_id and d.assignment_number = e.assignment_number
          and d.kind = e.kind and d.ordinal = e.ordinal`,
        values: [JSON.stringify(ended)],
      }),
    begun.length > 0 &&
      client.query({
        name: 'escalation.deadlines-begun',
        // As json an object within is taken over as it is written, where jsonb would read it and write it anew.
        text: `insert into escalation.deadline
          (request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body)
        select request_id, assignment_number, kind, ordinal, due_at, counted_from, provisional, event, body
        from json_to_recordset($1::json) as b(request_id uuid, assignment_number int, kind text, ordinal int,
          due_at timestamptz, counted_from timestamptz, provisional boolean, event text, body text)`,
        values: [JSON.stringify(begun)],
      }),
  ]);
}

const keyOf = (requestId: string, { assignmentNumber, kind, ordinal }: Deadline) => ({
  request_id: requestId,
  assignment_number: assignmentNumber,
  kind,
  ordinal,
});

function rowOf(requestId: string, deadline: Deadline) {
  const { dueAt, provisional, counted, consequence } = deadline;
  if (!consequence) throw new Error(`nothing was decided for when ${deadline.kind} passes`);
  // What could not be published when it passes must not be set: firing would stumble over it for ever.
  const fault = faultOf(consequence.name, consequence.body);
  if (fault) throw new Error(`the consequence of ${deadline.kind} does not fit its schema: ${fault}`);
  return {
    ...keyOf(requestId, deadline),
    due_at: dueAt,
    counted_from: counted.by === 'date' ? dueAt : counted.from,
    provisional,
    event: consequence.name,
    body: consequence.body,
  };
}
