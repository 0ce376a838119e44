import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pick, type Random } from '#cli/city/random.js';
import type { Claims } from '#local-system/claims.js';
import { Calls } from './calls.js';
import type { JournalWriter } from './journal-writer.js';
import { liveOn, type Place } from './officers.js';

/** By the words triage knows: thirty minutes, four hours, a working day. */
const MESSAGES = [
  { title: '燃气味道', text: '楼道里有很浓的燃气泄漏味道,请马上派人来看。' },
  { title: '突然停水', text: '从早上六点停水到现在,没有看到任何通知。' },
  { title: '路灯不亮', text: '门口三盏路灯坏了,请修理。' },
  { title: '夜里没有车位', text: '小区夜里没有车位,请帮忙。' },
] as const;

/** More than this at once would only queue in the client. */
const MOST_IN_FLIGHT = 600;
const TICK_MS = 20;

export interface LoadOptions {
  /** Requests a second. */
  readonly rate: number;
  readonly place: Place;
  readonly baseUrl: string;
  readonly mint: (claims: Claims) => Promise<string>;
  readonly random: Random;
  readonly journal: JournalWriter;
  /** How many identical submissions go out side by side under one key. */
  readonly copies?: number;
  readonly sameEvent?: boolean;
}

/** Residents who write at an even rate, and officers and residents who act on what they wrote. */
export class Load {
  readonly calls: Calls;
  submitted = 0;
  /** Answered 2xx. */
  acknowledged = 0;
  private readonly inFlight = new Set<Promise<void>>();
  private ending = false;
  private running: Promise<void> | undefined;

  /** Requests a second; may change on the way. */
  rate: number;

  constructor(private readonly options: LoadOptions) {
    this.rate = options.rate;
    this.calls = new Calls(options.baseUrl, options.random);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** No new requests; what is under way has `graceMs` to come to its end. */
  async stop(graceMs = 20_000): Promise<void> {
    this.ending = true;
    await this.running;
    const over = Promise.all([...this.inFlight]);
    await Promise.race([over, sleep(graceMs, undefined, { ref: false })]);
    this.calls.end();
    await over;
  }

  private async run(): Promise<void> {
    let last = performance.now();
    for (let due = 0; !this.ending; await sleep(TICK_MS)) {
      const now = performance.now();
      due += ((now - last) / 1000) * this.rate;
      last = now;
      for (; due >= 1; due -= 1) if (this.inFlight.size < MOST_IN_FLIGHT) this.one();
    }
  }

  private one(): void {
    this.submitted += 1;
    const life = this.live().finally(() => this.inFlight.delete(life));
    this.inFlight.add(life);
  }

  private async live(): Promise<void> {
    const { place, mint, random, journal, copies = 1, sameEvent = false } = this.options;
    const requester = `r-${randomUUID()}`;
    const claims: Claims = { sub: requester, role: 'resident', jurisdiction: place.jurisdiction };
    const token = await mint(claims);
    const key = randomUUID();
    const body = {
      ...(sameEvent ? MESSAGES[1] : pick(random, MESSAGES)),
      channel: 'app',
      areaCode: sameEvent ? place.areas[0] : pick(random, place.areas),
      contact: { name: place.secretName, phone: place.secretPhone },
    };
    const answers = await Promise.all(
      Array.from({ length: copies }, () =>
        this.calls.untilAnswered('submit', 'POST', '/v1/requests', token, { key, body }),
      ),
    );
    const taken = answers.filter((answer) => answer !== undefined);
    const ids = taken.filter(({ status }) => status === 201).map(({ body }) => String(body['id']));
    journal.add({ type: 'submit', key, requester, status: taken[0]?.status ?? 0, ids });
    if (!ids[0]) return;
    this.acknowledged += 1;
    await liveOn(ids[0], token, { calls: this.calls, place, mint, random, journal, over: () => this.ending });
  }
}
