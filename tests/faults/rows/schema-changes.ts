import { setTimeout as sleep } from 'node:timers/promises';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { noCallFails } from '../availability.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const TABLES = [
  ...STORING_SERVICES.flatMap((schema) => [
    `${schema}.request`,
    `${schema}.outbox`,
    `${schema}.inbox`,
    `${schema}.receipt`,
  ]),
  'escalation.deadline',
  'notification.notice',
  'assignment.holding',
  'ledger.request_list',
  'ledger.timeline_entry',
];

const AGAIN_AFTER_MS = 1_000;

export const schemaChanges: Row = {
  number: 23,
  title: 'the schema expands and contracts under two processes of each service',
  about: `With a second process beside each service, every table gets a column with a default and an index built concurrently (expand),
processes are restarted one after the other, and the columns are taken away again (contract), under load. No call fails. (Both
processes are of this version: there is no older release yet to run beside it.)`,
  seconds: 30,
  recoversWithin: 30,
  async play(scene) {
    const seconds = await Promise.all(STORING_SERVICES.map((name) => scene.city.system.replica(name)));
    for (const second of seconds) second.start();
    await scene.pass(scene.seconds / 3);
    const from = Date.now();
    for (const table of TABLES) await expand(scene, table);
    for (const second of seconds) {
      await second.stop();
      second.start();
    }
    await scene.pass(scene.seconds / 3);
    for (const table of TABLES) await contract(scene, table);
    await scene.pass(scene.seconds / 3);
    await Promise.all(seconds.map((second) => second.stop()));
    return {
      injected: { count: TABLES.length * 2, what: `${TABLES.length} tables expanded and contracted` },
      rested: async () => [noCallFails(scene, from)],
    };
  },
};

async function expand({ city }: Scene, table: string): Promise<void> {
  await altered(city.databaseUrl, `alter table ${table} add column fault_note text not null default 'x'`);
  await sql(
    city.databaseUrl,
    `create index concurrently ${indexOf(table)} on ${table} (fault_note) where fault_note <> 'x'`,
  );
}

const contract = ({ city }: Scene, table: string): Promise<void> =>
  altered(city.databaseUrl, `alter table ${table} drop column fault_note`);

const indexOf = (table: string): string => `${table.replace('.', '_')}_fault`;

/** As a migration should: it waits for its lock no longer than callers can bear, lets through who came behind it, and tries again. */
async function altered(databaseUrl: string, statement: string): Promise<void> {
  for (;;)
    try {
      await sql(databaseUrl, `set lock_timeout = '200ms'; ${statement}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error;
      await sleep(AGAIN_AFTER_MS);
    }
}
