import { randomUUIDv7 } from 'node:crypto';
import type { Message } from 'kafkajs';
import { shuffled } from '#cli/city/random.js';
import { requestsTopic } from '#eventlog/topics.js';
import { type LogEvent, readLog } from '../../checker/log.js';
import { atRest } from '../rest.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

/** What may come late about an assignment that has ended: acts, its deadlines, its climb. */
const LATE = [
  'AssignmentAccepted',
  'RequestResolved',
  'HelpAsked',
  'DeadlinesSet',
  'DeadlineWarned',
  'DeadlinePassed',
  'EscalationRaised',
];

/** What must not move: how it stands, who holds it, until when. */
const STANDING = [
  `select request_id as id, concat(body->>'state', body #>> '{assignment,number}') as standing from intake.request`,
  `select request_id as id, concat(number, officer_id) as standing from assignment.holding`,
  `select request_id as id, string_agg(concat(assignment_number, kind, ordinal, due_at), ',' order by assignment_number, kind, ordinal)
     as standing from escalation.deadline group by request_id`,
  `select request_id as id, concat(body->>'state', body->>'assignmentNumber', body->>'level') as standing from ledger.request`,
];

export const disorder: Row = {
  number: 8,
  title: 'late events of past assignments',
  about: `Events about assignments that have ended (${LATE.join(', ')}) come once more at the end, under new ids, as a writer that was away
for long would send them, mixed over all requests and in any order. Nobody’s state moves: who holds what, until when, how it stands.`,
  seconds: 15,
  recoversWithin: 30,
  async play(scene) {
    await scene.pass(scene.seconds);
    await scene.load.stop();
    await scene.city.setClock('stepped');
    const rested = await atRest(scene.city);
    const before = await standing(scene);
    const late = shuffled(
      scene.random,
      lateOnes(await readLog(scene.city.brokers, requestsTopic(scene.city.system.topicPrefix))),
    );
    const placed = await scene.city.topic.put(late);
    scene.journal.add(...placed);
    const handled = await atRest(scene.city);
    const after = await standing(scene);
    const wrong = [...before].filter(([place, at]) => after.get(place) !== at);
    return {
      injected: { count: late.length, what: `${late.length} late events` },
      claims: [
        {
          what: 'nothing stands otherwise',
          figure:
            wrong.length > 0
              ? wrong
                  .slice(0, 3)
                  .map(([place, at]) => `${place}: ${at} → ${after.get(place)}`)
                  .join('; ')
              : '0',
          holds: wrong.length === 0 && before.size === after.size,
        },
        { what: 'all of it was read', figure: String(handled), holds: rested && handled },
      ],
    };
  },
};

/** Those that name an assignment which is not the last any more. */
function lateOnes({ events }: { events: readonly LogEvent[] }): Message[] {
  const last = new Map<string, number>();
  for (const { name, key, body } of events)
    if (name === 'RequestAssigned') last.set(key, (body['assignment'] as { number: number }).number);
  return events
    .filter(
      ({ name, key, body }) => LATE.includes(name) && Number(body['assignmentNumber']) < (last.get(key) ?? 0),
    )
    .map(({ key, name, source, sequence, time, value }) => ({
      ...{ key, value },
      headers: {
        ...{
          ce_specversion: '1.0',
          ce_id: randomUUIDv7(),
          ce_type: `liandong.${name}.v1`,
          ce_source: `/liandong/${source}`,
        },
        ...{ ce_subject: key, ce_time: new Date(time).toISOString(), ce_partitionkey: key },
        ...{ ce_sequence: String(sequence), 'content-type': 'application/json' },
      },
    }));
}

async function standing({ city }: Scene): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [at, query] of STANDING.entries())
    for (const { id, standing } of await sql<{ id: string; standing: string }>(city.databaseUrl, query))
      found.set(`${at} ${id}`, standing);
  return found;
}
