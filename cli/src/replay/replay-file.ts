import { createHash } from 'node:crypto';
import type { Profile } from '#profile/model.js';
import type { RegistryRows } from '../city/build-registry.js';
import type { CityClient } from '../city/city-client.js';
import type { CityLog } from '../city/city-log.js';
import { CityPeople } from '../city/city-people.js';
import { seededRandom } from '../city/random.js';
import { toOfficeHour } from '../city/round-times.js';
import { JURISDICTIONS } from '../city/seed-city.js';
import { playRecord } from './play-record.js';
import type { RecordedMessage } from './read-messages.js';
import { ReplayProgress } from './replay-progress.js';
import { RequestHistories } from './request-histories.js';
import { summarise, type Summary } from './summarise.js';
import { writeReport } from './write-report.js';

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

/**
 * Plays a record at its own times on the stepped clock, through REST, and writes the report; where it is stopped or fails on
 * the way, a report of what was played until then. Throws when it did not come to the end or a service refused what it ought to take.
 */
export async function replayFile(replay: Replay): Promise<void> {
  const { messages, client, log, profileOf, stopped } = replay;
  const jurisdiction = JURISDICTIONS[0]!.code;
  const profile = profileOf(jurisdiction);
  const { areas } = replay.registries.get(jurisdiction)!;
  const messageOf = new Map<string, RecordedMessage>();
  const histories = new RequestHistories();
  // By the record's own ids, since a request's id is another one in each run: the same seed plays the same city.
  const randomOf = (requestId: string, occasion: string) =>
    seededRandom(numberOf(`${replay.seed} ${messageOf.get(requestId)?.id} ${occasion}`));
  const people = new CityPeople(client, { profileOf, randomOf, roundTime: toOfficeHour });
  const begun = Date.now();
  let steps = 0;
  let failure: Error | null = null;
  try {
    await playRecord({
      messages,
      client,
      log,
      people,
      histories,
      jurisdiction,
      channel: profile.channels[0]!.id,
      homes: areas.filter((a) => a.level === profile.levels[0]!.id).map((a) => a.code),
      submitted(requestId, message) {
        messageOf.set(requestId, message);
        if (message.repliedAt !== null) people.answeredAt(requestId, message.repliedAt);
      },
      progress: new ReplayProgress(messages.length, replay.say),
      stepped: (more) => (steps += more),
      stopped,
    });
  } catch (error) {
    failure = error as Error;
  }
  const cut: Summary['cut'] = stopped.aborted ? 'stopped' : failure ? 'failed' : null;
  if (histories.byId.size > 0) {
    const levels = [...profile.levels.map((l) => l.id), ...(profile.beyond ? [profile.beyond.id] : [])];
    const repliedAt = new Map(
      [...messageOf].flatMap(([id, m]) => (m.repliedAt === null ? [] : [[id, m.repliedAt]])),
    );
    const run = { wallMs: Date.now() - begun, steps, cut, inRecord: messages.length, repliedAt };
    const summary = summarise(histories.byId, levels, run);
    process.stdout.write(writeReport(replay.folder, summary, people.counts));
  }
  if (cut) throw failure ?? new Error('已中止 / stopped');
  if (people.unexpected.length > 0) {
    const first = people.unexpected.slice(0, 3).join('\n  ');
    throw new Error(`${people.unexpected.length} 次意外的拒绝 / unexpected refusals, the first:\n  ${first}`);
  }
}

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE();
