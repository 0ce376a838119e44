import { readFileSync } from 'node:fs';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { pick } from '#cli/city/random.js';
import { SESSION_MS } from '#eventlog/consumer.js';
import type { Failpoint } from '#eventlog/failpoint.js';
import { waitUntil } from '#testing/wait-until.js';
import type { Played, Row } from '../row.js';

/** Twice the session time-out of a consumer, and longer than the relay's lock outlasts its holder, 30 s. */
const STANDS_STILL_S = 40;
/** A shorter one is over before the group gives the member up. */
const LEAST_S = (2 * SESSION_MS) / 1000;

/** Inside a transaction that holds locks; with events sent and not struck off, holding the relay’s lock; behind a commit. */
const PLACES: readonly Failpoint[] = ['shell.before-commit', 'relay.after-send', 'consumer.after-commit'];

export const zombieMember: Row = {
  number: 11,
  title: 'a member stands still and comes back',
  about: `A process stands still (SIGSTOP) in the middle of its work, inside a transaction, holding the relay’s lock or between
commit and offset, for twice the session time-out, while a second process of the same service takes its partitions over. When it
goes on (SIGCONT), what it still writes must have no effect.`,
  seconds: STANDS_STILL_S,
  recoversWithin: 30,
  async play(scene) {
    const service = pick(
      scene.random,
      STORING_SERVICES.filter((name) => name !== 'ledger' && name !== 'intake'),
    );
    const place = pick(scene.random, PLACES);
    const zombie = scene.services[service];
    await zombie.stop();
    zombie.start();
    zombie.failAt(`${place}:${scene.between(1, 10)}:SIGSTOP`);
    await waitUntil(() => isStopped(zombie.pid!), { what: `${service} standing still at ${place}` });
    // Not before: it would take the relay's lock.
    const second = await scene.city.system.replica(service);
    second.start();
    await waitUntil(() => answers(second.url), { what: 'the second process' });
    const before = await handledBy(second.url);
    const seconds = Math.max(LEAST_S, scene.seconds);
    await scene.pass(seconds);
    const taken = await handledBeyond(before, second.url);
    const members = (await scene.city.topic.memberIds(service)).length;
    zombie.signal('SIGCONT');
    await waitUntil(() => answers(zombie.url), { what: 'the zombie back' });
    await scene.pass(2);
    await second.stop();
    return playedOf({ service, place, taken, members, seconds });
  },
};

function playedOf({
  service,
  place,
  taken,
  members,
  seconds,
}: {
  readonly service: string;
  readonly place: string;
  readonly taken: number;
  readonly members: number;
  readonly seconds: number;
}): Played {
  return {
    injected: { count: 1, what: `${service} stood still for ${seconds} s at ${place}` },
    claims: [
      { what: 'the other member went on', figure: `${taken} events handled`, holds: taken > 0 },
      {
        what: 'the group had given it up',
        figure: `${members} member`,
        holds: members === 1,
      },
    ],
  };
}

/** `T` in the third field of /proc/<pid>/stat, behind the command in brackets. */
function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}

/** Above 0 if it comes to that at all: first PostgreSQL may have to end what the other began, which takes it 20 s. */
async function handledBeyond(before: number, url: string): Promise<number> {
  const beyond = async (): Promise<number> => (await handledBy(url)) - before;
  await waitUntil(async () => (await beyond()) > 0).catch(() => {});
  return beyond();
}

async function handledBy(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('liandong_events_handled_total'))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

const answers = async (url: string): Promise<boolean> => (await fetch(`${url}/livez`)).ok;
