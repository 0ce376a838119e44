import type { BreachKind } from './evidence.js';
import type { JournalEntry } from './journal.js';
import type { TopicRecord } from './log.js';

/** One violation: what is done to a copy of the database, of the topic's records or of the journal. */
export interface Plant {
  readonly what: string;
  readonly kind: BreachKind;
  readonly sql?: string;
  readonly log?: (records: TopicRecord[]) => TopicRecord[];
  readonly journal?: (entries: JournalEntry[], records: readonly TopicRecord[]) => JournalEntry[];
}

const header = (record: TopicRecord, name: string): string => String(record.headers?.[name] ?? '');
const typeOf = (record: TopicRecord): string => header(record, 'ce_type').split('.')[1] ?? '';
const indexOf = (records: readonly TopicRecord[], type: string): number => {
  const at = records.findIndex((record) => typeOf(record) === type);
  if (at < 0) throw new Error(`there is no ${type} to plant with`);
  return at;
};
const withHeaders = (record: TopicRecord, changes: Record<string, string>): TopicRecord =>
  ({ ...record, headers: { ...record.headers, ...changes } }) as TopicRecord;
const OTHER_ID = '019aaaaa-0000-7000-8000-000000000001';

export const PLANTS: readonly Plant[] = [
  {
    what: 'a request that was answered 2xx is gone from a service',
    kind: 'lost',
    sql: `delete from triage.request where request_id = (select min(request_id::text)::uuid from triage.request)`,
  },
  {
    what: 'a committed event never reached the topic',
    kind: 'lost',
    log: (records) => records.toSpliced(indexOf(records, 'DeadlinesSet'), 1),
  },
  {
    what: 'a service did not handle an event',
    kind: 'lost',
    sql: `delete from escalation.inbox where event_id = (select min(event_id::text)::uuid from escalation.inbox)`,
  },
  {
    what: 'an event waits in the outbox for ever',
    kind: 'lost',
    sql: `insert into intake.outbox (topic, key, event_id, headers, value) values ('t', 'k', gen_random_uuid(), '{}', '{}')`,
  },
  {
    what: 'an act answered 2xx had no effect',
    kind: 'lost',
    journal: (entries) => {
      const submitted = entries.find((entry) => entry.type === 'submit' && entry.ids.length > 0);
      const requestId = submitted?.type === 'submit' ? submitted.ids[0]! : '';
      return [...entries, { type: 'act', requestId, event: 'RequestResolved', assignmentNumber: 77 }];
    },
  },
  {
    what: 'one key became two requests',
    kind: 'duplicate',
    sql: `update intake.request r set body = jsonb_set(body, '{requesterId}', to_jsonb(o.requester))
      from (select max(body->>'requesterId') as requester from intake.request) o
      where request_id = (select min(request_id::text)::uuid from intake.request)`,
  },
  {
    what: 'one key was answered with two ids',
    kind: 'duplicate',
    journal: (entries) =>
      entries.map((entry) =>
        entry.type === 'submit' && entry.ids[0] ? { ...entry, ids: [entry.ids[0], OTHER_ID] } : entry,
      ),
  },
  {
    what: 'an event had its effect twice, under two ids',
    kind: 'duplicate',
    log: (records) => {
      const record = records[indexOf(records, 'RequestAssigned')]!;
      return [...records, withHeaders(record, { ce_id: OTHER_ID })];
    },
  },
  {
    what: 'a deadline fired twice',
    kind: 'duplicate',
    log: (records) => {
      const record = records[indexOf(records, 'DeadlinePassed')]!;
      return [...records, withHeaders(record, { ce_id: OTHER_ID, ce_sequence: '900' })];
    },
  },
  {
    what: 'two events of one request changed places on the topic',
    kind: 'inversion',
    log: (records) => {
      const later = records.findIndex((record) => typeOf(record) === 'DeadlinePassed');
      const key = records[later]!.key!.toString();
      const earlier = records.findIndex(
        (record) =>
          record.key?.toString() === key &&
          header(record, 'ce_source') === header(records[later]!, 'ce_source'),
      );
      const changed = [...records];
      [changed[earlier], changed[later]] = [records[later]!, records[earlier]!];
      return changed;
    },
  },
  {
    what: 'two entries changed places in the timeline',
    kind: 'inversion',
    sql: `update ledger.timeline_entry t set seq = -1000 - seq
        where request_id = (select request_id from ledger.timeline_entry where seq = 3 order by request_id limit 1) and seq in (2, 3)`,
  },
  {
    what: 'a deadline fired before it was due, by the time that stands in the event',
    kind: 'early',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      const due = Date.parse((JSON.parse(records[at]!.value!.toString()) as { dueAt: string }).dueAt);
      return records.with(at, withHeaders(records[at]!, { ce_time: new Date(due - 1).toISOString() }));
    },
  },
  {
    what: 'a deadline fired before it was due, by the clock of the broker alone',
    kind: 'early',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      return records.with(at, {
        ...records[at]!,
        timestamp: String(Number(records[0]!.timestamp) - 600_000),
      });
    },
  },
  {
    what: 'a deadline that is due does not fire',
    kind: 'late',
    sql: `update escalation.deadline set due_at = '2026-01-01T00:00:00Z'
      where ctid = (select ctid from escalation.deadline limit 1)`,
  },
  {
    what: 'one of the deadlines that ran is gone, and it never fired',
    kind: 'lost',
    sql: `delete from escalation.deadline where ctid = (select ctid from escalation.deadline limit 1)`,
  },
  {
    what: 'a deadline fires of which nobody was told',
    kind: 'duplicate',
    log: (records) => {
      const at = indexOf(records, 'DeadlinePassed');
      const body = JSON.parse(records[at]!.value!.toString()) as { reason: { facts: { dueAt: string } } };
      body.reason.facts.dueAt = '2026-01-01T00:00:00.000Z';
      return records.with(at, { ...records[at]!, value: Buffer.from(JSON.stringify(body)) });
    },
  },
  {
    what: 'an open request has no officer',
    kind: 'orphan',
    sql: `delete from assignment.holding where request_id = (select min(request_id::text)::uuid from intake.request
      join assignment.holding using (request_id) where body->>'state' = 'received')`,
  },
  {
    what: 'no time runs for an open request',
    kind: 'orphan',
    sql: `delete from escalation.deadline where request_id =
      (select min(request_id::text)::uuid from intake.request where body->>'state' = 'received')`,
  },
  {
    what: 'a sound event was parked',
    kind: 'parked',
    sql: `insert into ledger.dead_letter (id, position_topic, position_partition, position_offset, headers, cause)
      values (gen_random_uuid(), 't', 0, 0, '{}', 'handler_failed')`,
  },
  {
    what: 'a record that is no event stands on the topic',
    kind: 'parked',
    log: (records) => [...records, { ...records[0]!, value: Buffer.from('{"broken') }],
  },
  {
    what: 'two services tell different ends',
    kind: 'disagreement',
    sql: `update ledger.request set body = jsonb_set(body, '{state}', '"in_work"') where request_id =
      (select min(request_id::text)::uuid from ledger.request where body->>'state' in ('closed', 'withdrawn', 'resolved'))`,
  },
  {
    what: 'a row was slipped into the audit',
    kind: 'audit',
    sql: `insert into audit.reading (seq, content, previous, hash) values (1, '{"seq": 1}', '\\x00', '\\x00')`,
  },
  {
    what: 'a name stands on the topic in the clear',
    kind: 'leak',
    log: (records) => {
      const at = indexOf(records, 'RequestSubmitted');
      const body = JSON.parse(records[at]!.value!.toString()) as object;
      return records.with(at, {
        ...records[at]!,
        value: Buffer.from(JSON.stringify({ ...body, name: '测试居民甲乙丙' })),
      });
    },
  },
];
