import { readdirSync, readFileSync } from 'node:fs';
import { failedSubmissions, turnedAwayOnly } from '../availability.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

const MAX_CONNECTIONS = 400;

export const databaseHung: Row = {
  number: 6,
  title: 'PostgreSQL hangs for 20 s',
  about: `All processes of PostgreSQL stand still (SIGSTOP) with their connections open, for 20 s. Callers get an answer after a
time-out, work does not pile up, and the consumers keep their places in the groups or take them again.`,
  seconds: 20,
  recoversWithin: 30,
  city: { ownServers: true },
  async play(scene) {
    const from = Date.now();
    const processes = serverProcesses(scene.postgres.pid);
    await scene.away('postgres', async () => {
      for (const pid of processes) process.kill(pid, 'SIGSTOP');
      await scene.pass(scene.seconds);
      for (const pid of processes) process.kill(pid, 'SIGCONT');
      await answered(scene);
    });
    const failed = failedSubmissions(scene, from);
    const [{ n: connections } = { n: 0 }] = await sql<{ n: number }>(
      scene.city.databaseUrl,
      `select count(*)::int as n from pg_stat_activity where backend_type = 'client backend'`,
    );
    return {
      injected: {
        count: processes.length,
        what: `${processes.length} processes stood still for ${scene.seconds} s; ${failed.explained} submissions failed or waited too long`,
      },
      claims: [
        turnedAwayOnly('meanwhile', failed),
        {
          what: 'connections did not pile up',
          figure: String(connections),
          holds: connections < MAX_CONNECTIONS / 2,
        },
      ],
    };
  },
};

/** The first submission taken again. */
async function answered({ load, pass }: Scene): Promise<void> {
  const since = Date.now();
  while (!load.calls.made.some(({ what, status, at }) => what === 'submit' && status === 201 && at >= since))
    await pass(0.1);
}

/** The server and its children. */
function serverProcesses(parent: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
  return [parent, ...children];
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
