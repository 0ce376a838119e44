import { quoteName } from './quote-name.js';

/**
 * SQL of the tables every service's schema holds: `request` (its state), `inbox`, `outbox`, `receipt`, `dead_letter`.
 * Called in the first migration of each service; the schema must exist.
 */
export function eventlogTables(schema: string): string {
  const s = quoteName(schema);
  return `
create table ${s}.request (
  request_id uuid primary key,
  seq integer not null check (seq >= 0),
  body jsonb not null
) with (fillfactor = 80);

create table ${s}.inbox (
  event_id uuid primary key,
  outcome text not null,
  handled_at timestamptz not null default clock_timestamp()
);

-- Rows live for milliseconds: the claim walks the index from its start, so what is dead must be cleared away soon.
create table ${s}.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  event_id uuid not null,
  headers jsonb not null,
  value text not null,
  created_at timestamptz not null default clock_timestamp()
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

create table ${s}.receipt (
  key text primary key,
  payload_hash text not null,
  response jsonb,
  created_at timestamptz not null default clock_timestamp()
);

create table ${s}.dead_letter (
  id uuid primary key,
  position_topic text not null,
  position_partition integer not null,
  position_offset bigint not null,
  key text,
  request_id uuid,
  event_id uuid,
  event_name text,
  headers jsonb not null,
  value bytea,
  cause text not null,
  detail text,
  waiting_behind uuid,
  parked_at timestamptz not null default clock_timestamp(),
  state text not null default 'parked' check (state in ('parked', 'redriven', 'dropped')),
  unique (position_topic, position_partition, position_offset)
);
create index dead_letter_parked on ${s}.dead_letter (request_id, position_partition, position_offset) where state = 'parked';
`;
}
