import type { KeptResults } from './keep-results.js';
import type { RowResult } from './row.js';
import { ROWS } from './rows.js';
import { header, linesOf } from './table.js';

const INTRODUCTION = `# 故障 / Faults

由 \`npm run faults\` 写成 / written by \`npm run faults\`; \`npm run faults -- --help\`.

What the system is promised to survive, and what was seen of it. Each row starts PostgreSQL, Kafka and the seven services, puts
them under load (residents who submit and try again under the same key, officers and residents who act, deadlines that fall due on a
clock five minutes to the second), injects the fault, heals, waits until nothing lags, and has the checker (\`tests/checker\`) judge.
It reads only what was answered 2xx, the databases and the topic.

- **lost**: answered 2xx or committed, and not stored, sent or handled everywhere; **duplicates**: an effect twice; **inversions**: about
  one request in another order; **early**: a deadline fired before its time by the service's or the broker's clock; **orphans**:
  open, and nobody holds it or no time runs. **other**: a due deadline that did not fire, an event parked without cause, services
  that disagree, personal data on the topic.
- **recovery**: seconds from the heal until all that stood on the topic was read by every group, nothing waited in an outbox
  and no deadline was due for more than a second; the longest of the seeds.
- **held**; **slow**: nothing was broken, a figure of time was missed on this machine; **broken**.

On two cores, the load's own processes among them, 50 requests a second with all that becomes of them (some 700 events a second, each read
by up to six services) leave little over: what is killed there comes back slowly, and rows that promise a recovery in seconds may be slow. The 84 a second of row 25 fill both to the brim: there it counts that those who answer people go first ([ADR 11](adr/0011-services-nobody-waits-for-go-behind.md)).
`;

/** `docs/faults.md`. */
export function writePage({ machine, results }: KeptResults): string {
  const lines = [[...header], header.map(() => '---'), ...linesOf(results)];
  const table = lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
  const played = Map.groupBy(results, ({ row }) => row);
  const rows = ROWS.map(({ number, title, about }) => {
    const own = played.get(number);
    return [
      `## ${number} ${title}`,
      about.replaceAll('\n', ' '),
      ...(own ? [own.map(seedLine).join('\n')] : ['Not played yet.']),
    ].join('\n\n');
  });
  return `${INTRODUCTION}\n${machine}.\n\n${table}\n\n${rows.join('\n\n')}\n`;
}

function seedLine({ seed, seconds, rate, on, injected, claims, judged, verdict }: RowResult): string {
  const said = claims.map(({ what, figure, holds }) => `${holds ? '' : '**missed** '}${what}: ${figure}`);
  return `- seed ${seed}, ${on}, ${seconds} s, ${rate}/s: ${injected.what}; ${judged.requests} requests, ${judged.events} events, ${judged.sentAgain} sent again; ${said.join('; ')}; ${verdict}`;
}
