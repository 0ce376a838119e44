import { createHash } from 'node:crypto';
import type { Client, Pool } from 'pg';
import type { Anchor } from './read-audit.js';

export interface AuditFault {
  readonly seq: number;
  readonly what:
    'missing' | 'altered' | 'not_linked' | 'misplaced' | 'tail_cut' | 'head_differs' | 'anchor_differs';
}

export interface AuditVerdict {
  readonly count: number;
  /** Of the last row; 0 and the first hash where there is none. */
  readonly head: Anchor;
  readonly faults: readonly AuditFault[];
}

interface Row {
  readonly seq: string;
  readonly content: string;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

const AT_ONCE = 5_000;
const FIRST = createHash('sha256').update('liandong audit').digest();

/** @throws Error where it is not `<seq>:<hash>` */
export function readAnchor(text: string): Anchor {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!seq || !hash) throw new Error(`不是锚点 / not an anchor: ${text}`);
  return { seq: Number(seq), hash };
}

/**
 * Follows the chain of the audit from its first row. What whoever rules the database could do without leaving a trace inside,
 * rewriting the rest of the chain or cutting its end with the head, the anchors from outside (the services' logs) show.
 */
export async function verifyAudit(
  database: Pick<Client | Pool, 'query'>,
  anchors: readonly Anchor[] = [],
): Promise<AuditVerdict> {
  const faults: AuditFault[] = [];
  const wanted = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  let last: Anchor = { seq: 0, hash: FIRST.toString('hex') };
  let count = 0;
  for (let rows = await page(database, 0); rows.length > 0; rows = await page(database, last.seq)) {
    for (const row of rows) {
      const seq = Number(row.seq);
      for (let gone = last.seq + 1; gone < seq; gone += 1) faults.push({ seq: gone, what: 'missing' });
      faults.push(...faultsOf(row, seq, last.seq + 1 === seq ? last.hash : null));
      last = { seq, hash: row.hash.toString('hex') };
      if (wanted.has(seq) && wanted.get(seq) !== last.hash) faults.push({ seq, what: 'anchor_differs' });
      count += 1;
    }
  }
  const cut = anchors
    .filter(({ seq }) => seq > last.seq)
    .map(({ seq }) => ({ seq, what: 'tail_cut' }) as const);
  return { count, head: last, faults: [...faults, ...cut, ...(await headFaults(database, last))] };
}

function faultsOf({ content, previous, hash }: Row, seq: number, before: string | null): AuditFault[] {
  const made = createHash('sha256').update(previous).update(content).digest();
  const said = (JSON.parse(content) as { seq?: unknown }).seq;
  return [
    ...(made.equals(hash) ? [] : [{ seq, what: 'altered' } as const]),
    ...(said === seq ? [] : [{ seq, what: 'misplaced' } as const]),
    ...(before === null || previous.toString('hex') === before ? [] : [{ seq, what: 'not_linked' } as const]),
  ];
}

async function page(database: Pick<Client | Pool, 'query'>, after: number): Promise<Row[]> {
  const { rows } = await database.query<Row>(
    'select seq, content, previous, hash from audit.reading where seq > $1 order by seq limit $2',
    [after, AT_ONCE],
  );
  return rows;
}

async function headFaults(database: Pick<Client | Pool, 'query'>, last: Anchor): Promise<AuditFault[]> {
  const { rows } = await database.query<{ seq: string; hash: Buffer }>('select seq, hash from audit.head');
  const head = rows[0];
  if (head && Number(head.seq) > last.seq) return [{ seq: Number(head.seq), what: 'tail_cut' }];
  const same = head && Number(head.seq) === last.seq && head.hash.toString('hex') === last.hash;
  return same ? [] : [{ seq: last.seq, what: 'head_differs' }];
}
