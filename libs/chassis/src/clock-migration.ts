/**
 * The clock's one row. The gateway's role writes it, every service's role reads it; while it is `real` or missing, time is real.
 * `base` is the domain time that held at the real time `real_base`.
 */
export const clockMigration = `
create schema if not exists clock;
create table if not exists clock.setting (
  id int primary key default 1 check (id = 1),
  mode text not null check (mode in ('real', 'running', 'stepped')),
  rate double precision not null default 1 check (rate > 0),
  base timestamptz not null,
  real_base timestamptz not null,
  version int not null
);
insert into clock.setting (id, mode, rate, base, real_base, version)
  values (1, 'real', 1, now(), now(), 0)
  on conflict (id) do nothing;
`;
