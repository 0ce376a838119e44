import { createHash } from 'node:crypto';
import type { CityClient } from '../city/city-client.js';
import type { CityLog } from '../city/city-log.js';
import type { CityPeople } from '../city/city-people.js';
import { residentClaims } from '../city/perform-deed.js';
import { ADMIN } from '../city/sample-tokens.js';
import type { RecordedMessage } from './read-messages.js';
import type { ReplayProgress } from './replay-progress.js';
import type { RequestHistories } from './request-histories.js';
import { RunningDues } from './running-dues.js';

export interface RecordPlay {
  readonly messages: readonly RecordedMessage[];
  readonly client: CityClient;
  readonly log: CityLog;
  readonly people: CityPeople;
  readonly histories: RequestHistories;
  readonly jurisdiction: string;
  readonly channel: string;
  /** Codes of the areas of the lowest level. */
  readonly homes: readonly string[];
  readonly submitted: (requestId: string, message: RecordedMessage) => void;
  /** The clock stopped at so many due times on its way. */
  readonly stepped: (steps: number) => void;
  readonly progress: ReplayProgress;
  readonly stopped: AbortSignal;
}

const DAY = 86_400_000;
/** After the last message and the last answer the city goes on at most this long, so that what is under way can end. */
const AFTERGLOW_MS = 120 * DAY;
const LONGEST_TITLE = 200;

/**
 * Moves the stepped clock from one time at which something happens to the next (a message, a deed, a deadline), and at each
 * lets the services come to rest before people look again. Ends when nothing runs any more, when the afterglow is over, or when
 * stopped.
 */
export async function playRecord(play: RecordPlay): Promise<void> {
  const { messages, client, log, people, histories, stopped } = play;
  const dues = new RunningDues();
  const lastAt = messages.reduce((last, m) => Math.max(last, m.submittedAt, m.repliedAt ?? 0), 0);
  let now = messages[0]!.submittedAt;
  let next = 0;

  for (; ; play.progress.show(next, histories.ended, now)) {
    const soonest = Math.min(
      messages[next]?.submittedAt ?? Infinity,
      people.nextAt ?? Infinity,
      dues.earliestAfter(now),
    );
    if (soonest > lastAt + AFTERGLOW_MS || stopped.aborted) return;
    now = Math.max(now, soonest);
    await settleAt(now);
    const deeds = await people.actUntil(now);
    const arrived = arrivedBy(now);
    await Promise.all(arrived.map(submit));
    if (deeds + arrived.length > 0) await settleAt(now);
  }

  async function settleAt(to: number): Promise<void> {
    const path = '/v1/clock/advance';
    const { body } = await client.send<{ steps: number }>('POST', path, ADMIN, {
      to: new Date(to).toISOString(),
    });
    play.stepped(body.steps);
    const events = await log.catchUp(stopped);
    people.observe(events);
    histories.observe(events);
    for (const event of events)
      if (event.name === 'DeadlinesSet')
        dues.set(
          event.body.requestId,
          event.body.deadlines.map(({ dueAt }) => Date.parse(dueAt)),
        );
  }

  function arrivedBy(time: number): RecordedMessage[] {
    const first = next;
    while (messages[next] && messages[next]!.submittedAt <= time) next += 1;
    return messages.slice(first, next);
  }

  async function submit(message: RecordedMessage): Promise<void> {
    const as = residentClaims(`user-${message.user}`, play.jurisdiction);
    const body = {
      channel: play.channel,
      areaCode: homeOf(message.user, play.homes),
      ...(message.subject.trim() ? { title: message.subject.slice(0, LONGEST_TITLE) } : {}),
      text: message.text,
    };
    const key = { 'idempotency-key': `replay-${hash(message.id).toString('hex').slice(0, 32)}` };
    const answer = await client.send<{ id: string }>('POST', '/v1/requests', as, body, key);
    play.submitted(answer.body.id, message);
  }
}

// Records are pseudonymised and name no place of ours: the same writer always lives in the same neighbourhood.
const homeOf = (user: string, homes: readonly string[]): string =>
  homes[hash(user).readUInt32BE() % homes.length]!;

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
