import type { Principal } from '#chassis/principal.js';
import { conditionsOf } from './conditions.js';
import type { Place } from './cursor.js';
import type { ListDto } from './list.dto.js';
import { waysToSee } from './ways-to-see.js';

/**
 * The newest requests first that `me` may see and `filter` asks for, `limit` at most, as rows of `body`. Each way to see them is
 * searched by itself, by its own index, and only as far as a page goes: joined by `or` they would have PostgreSQL look at every
 * request there is. @param now RFC 3339 UTC
 */
export function listStatement(
  filter: ListDto,
  after: Place | null,
  me: Principal,
  { now, limit }: { readonly now: string; readonly limit: number },
): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const asked = conditionsOf(filter, after, now, put);
  const newest = `order by l.submitted_at desc, l.request_id desc limit ${limit}`;
  const ways = waysToSee(me, put).map(
    (way) => `(select l.request_id, l.submitted_at from ledger.request_list l
      where ${[way, ...asked].join(' and ')} ${newest})`,
  );
  const text = `select r.body
    from (select * from (${ways.join('\n union ')}) l ${newest}) l join ledger.request r using (request_id)
    order by l.submitted_at desc, l.request_id desc`;
  return { text, values };
}
