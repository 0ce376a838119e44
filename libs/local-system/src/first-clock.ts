import pg from 'pg';

/** `at`: epoch ms of the virtual time; `rate`: virtual ms per real ms of a running clock. */
export type FirstClock =
  | { readonly mode: 'real' }
  | { readonly mode: 'running' | 'stepped'; readonly at: number; readonly rate?: number };

/**
 * Sets the virtual clock before any service reads it. Over kept data it never goes back: not behind what was set, and, since a
 * running clock moves on without being written down, not behind the last thing that happened.
 */
export async function setFirstClock(databaseUrl: string, clock: FirstClock): Promise<void> {
  if (clock.mode === 'real') return;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into clock.setting (id, mode, rate, base, real_base, version)
       values (1, $1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), 1)
       on conflict (id) do update set mode = excluded.mode, rate = excluded.rate, real_base = excluded.real_base,
         base = case when clock.setting.version = 0 then excluded.base
           else greatest(clock.setting.base, excluded.base, (select max(at) from ledger.timeline_entry)) end,
         version = clock.setting.version + 1`,
      [clock.mode, clock.rate ?? 1, clock.at, Date.now()],
    );
  } finally {
    await client.end();
  }
}
