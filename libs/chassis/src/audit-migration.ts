/**
 * Who read whose personal data in full, when and why. The table belongs to the administrator: the services append through one
 * function and can do nothing else to it. Each row carries the hash of the one before (SHA-256 of `previous || content`), and
 * `audit.head` the count and the last hash, so that edit, deletion, insertion, swap and a cut tail are found (`verify-audit.ts`).
 */
export const auditMigration = `
create schema if not exists audit;
create table if not exists audit.reading (
  seq bigint primary key,
  -- JSON, kept as the text that was hashed.
  content text not null,
  previous bytea not null,
  hash bytea not null,
  actor text generated always as (content::jsonb->>'actor') stored,
  at_ms bigint generated always as ((content::jsonb->>'atMs')::bigint) stored
);
create index if not exists reading_of_actor on audit.reading (actor, at_ms);
create table if not exists audit.head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash bytea not null
);
insert into audit.head (seq, hash) values (0, sha256('liandong audit')) on conflict do nothing;

create or replace function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is only added to' using errcode = 'insufficient_privilege';
end $$;
create or replace trigger reading_is_only_added_to before update or delete or truncate on audit.reading
  for each statement execute function audit.refuse();
-- Also where an attacker plays a replica, for which ordinary triggers are silent.
alter table audit.reading enable always trigger reading_is_only_added_to;

-- One row, unless the actor has read \`most\` times since \`since_ms\`: then no seq, and when the first of those was.
create or replace function audit.append_reading(
  actor text, at_ms bigint, content jsonb, since_ms bigint, most int,
  out seq bigint, out hash text, out oldest_ms bigint
) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  head audit.head;
  line text;
  reads int;
begin
  -- One at a time: the chain has one end, and the count must be true.
  select * into head from audit.head h for update;
  select count(*), min(r.at_ms) into reads, oldest_ms from audit.reading r
    where r.actor = append_reading.actor and r.at_ms > since_ms;
  if reads >= most then return; end if;
  oldest_ms := null;
  seq := head.seq + 1;
  line := (content || jsonb_build_object('seq', seq, 'actor', actor, 'atMs', at_ms, 'service', session_user))::text;
  head.hash := sha256(head.hash || convert_to(line, 'UTF8'));
  insert into audit.reading (seq, content, previous, hash)
    select append_reading.seq, line, h.hash, head.hash from audit.head h;
  update audit.head h set seq = append_reading.seq, hash = head.hash;
  hash := encode(head.hash, 'hex');
end $$;
revoke all on all functions in schema audit from public;
`;
