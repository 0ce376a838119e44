import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '#profile/model.js';
import type { RegistryRows } from '../city/build-registry.js';
import type { CityClient } from '../city/city-client.js';
import type { CityLog } from '../city/city-log.js';
import { CityPeople, residentClaims } from '../city/city-people.js';
import { seededRandom } from '../city/random.js';
import { ADMIN } from '../city/sample-tokens.js';
import { JURISDICTIONS } from '../city/seed-city.js';
import { type RecordedMessage } from './read-messages.js';
import { reportPage } from './report-page.js';
import { reportText } from './report-text.js';
import { RequestHistories } from './request-histories.js';
import { summarise } from './summarise.js';

export interface Replay {
  readonly messages: readonly RecordedMessage[];
  /** Where the report goes: report.txt, report.json, report.html. */
  readonly folder: string;
  readonly seed: number;
  readonly client: CityClient;
  readonly log: CityLog;
  readonly profileOf: (jurisdiction: string) => Profile;
  readonly registries: ReadonlyMap<string, RegistryRows>;
  readonly say: (text: string) => void;
  readonly stopped: AbortSignal;
}

const DAY = 86_400_000;
/** After the last message the city goes on this long, so that what is under way can end. */
const AFTERGLOW_MS = 120 * DAY;
const PROGRESS_EVERY_MS = 2_000;

/**
 * Plays a record at its own times on the stepped clock, through REST, and writes the report. The place is ours (records
 * are pseudonymised): each writer lives in a neighbourhood of the first jurisdiction, found by a hash of the user.
 */
export async function replayFile(replay: Replay): Promise<void> {
  const { messages, client, log, profileOf } = replay;
  const jurisdiction = JURISDICTIONS[0]!.code;
  const profile = profileOf(jurisdiction);
  const homes = replay.registries.get(jurisdiction)!.areas.filter((a) => a.level === profile.levels[0]!.id);
  const people = new CityPeople(client, profileOf, seededRandom(replay.seed));
  const histories = new RequestHistories();
  const repliedAt = new Map<string, number>();
  const dues = new Set<number>();
  const begun = Date.now();
  const end = messages.at(-1)!.submittedAt + AFTERGLOW_MS;
  let next = 0;
  let steps = 0;
  let shown = 0;

  for (;;) {
    const at = Math.min(messages[next]?.submittedAt ?? Infinity, people.nextAt ?? Infinity, earliestDue());
    if (at > end || replay.stopped.aborted) break;
    steps += (await advance(at)).steps;
    await hear();
    while (messages[next] && messages[next]!.submittedAt <= at) await submit(messages[next++]!);
    if ((await people.actUntil(at)) > 0) await advance(at);
    await hear();
    showProgress();
  }
  const levels = [...profile.levels.map((l) => l.id), ...(profile.beyond ? [profile.beyond.id] : [])];
  const summary = summarise(histories.byId, levels, { wallMs: Date.now() - begun, steps, repliedAt });
  mkdirSync(replay.folder, { recursive: true });
  writeFileSync(join(replay.folder, 'report.txt'), reportText(summary));
  writeFileSync(
    join(replay.folder, 'report.json'),
    JSON.stringify({ ...summary, deeds: people.counts }, null, 2) + '\n',
  );
  writeFileSync(join(replay.folder, 'report.html'), reportPage(summary));
  process.stdout.write(`${reportText(summary)}\n→ ${replay.folder}/report.{txt,json,html}\n`);
  if (people.unexpected.length > 0) {
    const first = people.unexpected.slice(0, 3).join('\n  ');
    throw new Error(`${people.unexpected.length} 次意外的拒绝 / unexpected refusals, the first:\n  ${first}`);
  }

  function earliestDue(): number {
    return dues.size === 0 ? Infinity : Math.min(...dues);
  }

  async function advance(to: number): Promise<{ steps: number }> {
    const { body } = await client.send<{ steps: number }>('POST', '/v1/clock/advance', ADMIN, {
      to: new Date(to).toISOString(),
    });
    for (const due of dues) if (due <= to) dues.delete(due);
    return body;
  }

  async function hear(): Promise<void> {
    const events = await log.catchUp();
    people.observe(events);
    histories.observe(events);
    for (const event of events)
      if (event.name === 'DeadlinesSet')
        for (const { dueAt } of event.body.deadlines) dues.add(Date.parse(dueAt));
  }

  async function submit(message: RecordedMessage): Promise<void> {
    const home = homes[createHash('sha256').update(message.user).digest().readUInt32BE() % homes.length]!;
    const { body } = await client.send<{ id: string }>(
      'POST',
      '/v1/requests',
      residentClaims(`user-${message.user}`, jurisdiction),
      {
        channel: profile.channels[0]!.id,
        areaCode: home.code,
        ...(message.subject ? { title: message.subject.slice(0, 200) } : {}),
        text: message.text,
      },
      { 'idempotency-key': `replay-${message.id}` },
    );
    if (message.repliedAt !== null) {
      repliedAt.set(body.id, message.repliedAt);
      people.answeredAt(body.id, message.repliedAt);
    }
  }

  function showProgress(): void {
    if (Date.now() - shown < PROGRESS_EVERY_MS) return;
    shown = Date.now();
    const seconds = (shown - begun) / 1000;
    replay.say(
      `${next}/${messages.length} 件 messages, ${(next / seconds).toFixed(1)}/s, 虚拟时间 at ${dateOf()}`,
    );
  }

  function dateOf(): string {
    return new Date(Math.min(end, messages[next]?.submittedAt ?? people.nextAt ?? end))
      .toISOString()
      .slice(0, 10);
  }
}
