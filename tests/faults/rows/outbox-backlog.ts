import { requestsTopic } from '#eventlog/topics.js';
import { waitUntil } from '#testing/wait-until.js';
import { readRecords } from '../../checker/log.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const ROWS = 200_000;
const A_KEY = 10;
const FASTER_THAN = 2_000;

export const outboxBacklog: Row = {
  number: 20,
  title: 'a backlog of 200,000 events in the outbox',
  about: `While intake is down, ${ROWS.toLocaleString('en')} events of ${(ROWS / A_KEY).toLocaleString('en')} keys are put into its outbox,
of a type that nobody reads. When it is back, they are sent in the order of each key, with the load going on.`,
  seconds: 20,
  recoversWithin: 180,
  rate: 10,
  async play(scene) {
    const rows = scene.seconds >= 20 ? ROWS : 20_000;
    let took = 0;
    await scene.away('intake', async () => {
      await scene.services.intake.stop('SIGKILL');
      await fill(scene, rows);
      const begun = Date.now();
      scene.services.intake.start();
      await waitUntil(async () => (await waiting(scene)) === 0, {
        what: 'all sent',
        timeoutMs: 300_000,
        everyMs: 250,
      });
      took = (Date.now() - begun) / 1000;
    });
    const { sent, turned } = await ofProbes(scene);
    const speed = Math.round(rows / took);
    return {
      injected: { count: rows, what: `${rows} rows, ${sent} records` },
      claims: [
        { what: 'each was sent', figure: `${sent} of ${rows}`, holds: sent >= rows },
        { what: 'in the order of each key', figure: `${turned} out of order`, holds: turned === 0 },
        {
          what: `at least ${FASTER_THAN}/s`,
          figure: `${speed}/s with the start of the process`,
          holds: speed >= FASTER_THAN,
          timed: true,
        },
      ],
    };
  },
};

async function fill({ city }: Scene, rows: number): Promise<void> {
  await sql(
    city.databaseUrl,
    `insert into intake.outbox (topic, key, event_id, headers, value)
     select $2, k.key, gen_random_uuid(), jsonb_build_object('ce_type', 'liandong.FaultProbe.v1', 'ce_source', '/liandong/probe',
       'ce_id', gen_random_uuid(), 'ce_time', '2026-03-02T01:00:00.000Z', 'ce_sequence', n::text), '{}'
     from generate_series(1, $1::int) with ordinality as s(n, at),
       lateral (select ('00000000-0000-7000-8000-' || lpad(((at - 1) % $3::int)::text, 12, '0')) as key) k order by at`,
    [rows, city.topic.name, rows / A_KEY],
  );
}

async function waiting({ city }: Scene): Promise<number> {
  const [row] = await sql<{ n: number }>(
    city.databaseUrl,
    `select count(*)::int as n from intake.outbox where headers->>'ce_type' = 'liandong.FaultProbe.v1'`,
  );
  return row!.n;
}

/** How many stand on the topic, and how many of them came first behind a later one of their key. The checker is told of them. */
async function ofProbes({ city, journal }: Scene): Promise<{ sent: number; turned: number }> {
  const records = await readRecords(city.topic.kafka, requestsTopic(city.system.topicPrefix));
  const probes = records.filter(({ headers }) => String(headers?.['ce_type']) === 'liandong.FaultProbe.v1');
  for (const { partition, offset } of probes) journal.add({ type: 'injected', partition, offset });
  const last = new Map<string, number>();
  const seen = new Set<string>();
  let turned = 0;
  for (const { key, headers } of probes) {
    const id = String(headers?.['ce_id']);
    if (seen.has(id)) continue;
    seen.add(id);
    const sequence = Number(String(headers?.['ce_sequence']));
    if (sequence < (last.get(String(key)) ?? 0)) turned += 1;
    last.set(String(key), sequence);
  }
  return { sent: seen.size, turned };
}
