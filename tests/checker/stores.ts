import pg from 'pg';
import { verifyAudit } from '#chassis/verify-audit.js';

export const WRITERS = ['intake', 'triage', 'assignment', 'escalation', 'notification'] as const;
export const KEEPERS = [...WRITERS, 'ledger'] as const;
export type Keeper = (typeof KEEPERS)[number];

export interface Kept {
  readonly id: string;
  /** Events the service wrote about it. */
  readonly sequence: number;
}

/** One that runs. */
export interface DeadlineRow {
  readonly id: string;
  readonly assignmentNumber: number;
  readonly kind: string;
  readonly ordinal: number;
  /** Domain time, epoch ms. */
  readonly dueAt: number;
}

export interface ParkedRow {
  readonly service: Keeper;
  readonly id: string;
  readonly requestId: string | null;
  readonly partition: number;
  readonly offset: string;
  readonly cause: string;
  readonly waitingBehind: string | null;
}

/** What the databases hold, as far as a promise is judged by it. */
export interface Stores {
  readonly kept: ReadonlyMap<Keeper, readonly Kept[]>;
  readonly inbox: ReadonlyMap<Keeper, ReadonlySet<string>>;
  /** Events that wait to be sent. */
  readonly outbox: ReadonlyMap<Keeper, number>;
  readonly requests: readonly { id: string; requester: string; state: string; assignment: number | null }[];
  readonly queued: ReadonlySet<string>;
  readonly holders: ReadonlyMap<string, number>;
  readonly deadlines: readonly DeadlineRow[];
  readonly views: readonly { id: string; state: string; number: number }[];
  readonly timeline: readonly { id: string; seq: number; eventId: string }[];
  readonly notices: readonly { id: string; requestId: string; state: string }[];
  readonly parked: readonly ParkedRow[];
  /** What is wrong with the chain of the audit, in words. */
  readonly auditFaults: readonly string[];
}

/** Reads by an administrator's URL, in one snapshot. */
export async function readStores(databaseUrl: string): Promise<Stores> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'checker' });
  await client.connect();
  const rows = async <T>(text: string): Promise<T[]> => (await client.query(text)).rows as T[];
  try {
    await client.query('begin isolation level repeatable read read only');
    const present = new Set(
      (await rows<{ name: string }>('select nspname as name from pg_namespace')).map((r) => r.name),
    );
    const keepers = KEEPERS.filter((service) => present.has(service));
    const kept = new Map<Keeper, Kept[]>();
    const inbox = new Map<Keeper, Set<string>>();
    const outbox = new Map<Keeper, number>();
    const parked: ParkedRow[] = [];
    for (const service of keepers) {
      kept.set(service, await rows(`select request_id as id, seq as sequence from ${service}.request`));
      const handled = await rows<{ id: string }>(`select event_id as id from ${service}.inbox`);
      inbox.set(service, new Set(handled.map(({ id }) => id)));
      outbox.set(
        service,
        (await rows<{ n: number }>(`select count(*)::int as n from ${service}.outbox`))[0]!.n,
      );
      parked.push(
        ...(await rows<ParkedRow>(
          `select '${service}' as service, id, request_id as "requestId", position_partition as partition,
             position_offset::text as offset, cause, waiting_behind as "waitingBehind"
           from ${service}.dead_letter where state = 'parked'`,
        )),
      );
    }
    return {
      ...{ kept, inbox, outbox, parked },
      requests: await rows(
        `select request_id as id, body->>'requesterId' as requester, body->>'state' as state,
           (body #>> '{assignment,number}')::int as assignment from intake.request`,
      ),
      queued: new Set(
        (
          await rows<{ id: string }>(
            `select request_id as id from triage.request where body->>'status' = 'queued'`,
          )
        ).map(({ id }) => id),
      ),
      holders: new Map(
        (
          await rows<{ id: string; number: number }>(
            `select request_id as id, number from assignment.holding
             union all select request_id, (body #>> '{holding,number}')::int from assignment.request
               where body->>'status' = 'resolved'`,
          )
        ).map(({ id, number }) => [id, number]),
      ),
      deadlines: await rows(
        `select request_id as id, assignment_number as "assignmentNumber", kind, ordinal,
           (extract(epoch from due_at) * 1000)::float8 as "dueAt" from escalation.deadline`,
      ),
      views: await rows(
        `select request_id as id, body->>'state' as state, (body->>'assignmentNumber')::int as number from ledger.request`,
      ),
      timeline: await rows(`select request_id as id, seq, event_id as "eventId" from ledger.timeline_entry`),
      auditFaults: present.has('audit')
        ? (await verifyAudit(client)).faults.map(({ seq, what }) => `row ${seq} of the audit: ${what}`)
        : [],
      notices: await rows(`select id, request_id as "requestId", state from notification.notice`),
    };
  } finally {
    await client.end();
  }
}
