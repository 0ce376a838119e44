import type { Batch } from 'kafkajs';
import { waitUntil } from '#testing/wait-until.js';
import { type Advance, GatheredBatches } from './gathered-batches.js';

/** By default each of its messages concerns somebody. */
const batch = (partition: number, length = 1, type: (offset: number) => string = () => 'wanted'): Batch =>
  ({
    topic: 't',
    partition,
    highWatermark: String(length),
    messages: Array.from({ length }, (_, offset) => ({
      offset: String(offset),
      key: null,
      value: null,
      headers: { ce_type: Buffer.from(type(offset)) },
    })),
    firstOffset: () => '0',
    lastOffset: () => String(length - 1),
  }) as unknown as Batch;
const gathered = (handled: number[], transactions: number[] = [], advances: Advance[] = []) =>
  new GatheredBatches({
    heartbeatEveryMs: 60_000,
    concerns: (type) => type === 'wanted',
    handle: async (records) => {
      handled.push(...records.map(({ partition }) => partition));
      transactions.push(records.length);
    },
    advanced: (some) => void advances.push(...some),
  });
const ended = new Error('ended');
const never = () => new Promise<void>(() => {});

describe('batches in hand', () => {
  it('come to their end although the broker never answers the heartbeat between two parts', async () => {
    const handled: number[] = [];
    const batches = gathered(handled);
    const waiting = batches.add(batch(1, 501), never);
    waiting.catch(() => {});
    await waitUntil(() => handled.length === 500, { what: 'the first part' });
    await batches.end(ended);
    await expect(waiting).rejects.toBe(ended);
    expect(handled).toHaveLength(500);
  });

  it('fill a transaction with what concerns somebody, and pass the rest over', async () => {
    const transactions: number[] = [];
    const advances: Advance[] = [];
    const oneOfTen = (offset: number) => (offset % 10 === 0 ? 'wanted' : 'unwanted');
    const batches = gathered([], transactions, advances);
    await Promise.all([
      batches.add(batch(1, 4_000, oneOfTen), async () => {}),
      batches.add(batch(2, 4_000, oneOfTen), async () => {}),
      batches.add(
        batch(3, 4_000, () => 'unwanted'),
        async () => {},
      ),
    ]);
    expect(transactions).toEqual([500, 300]);
    // In each partition: so far first, then to its end, and never back.
    const nextOf = (wanted: number) =>
      advances.flatMap(({ partition, next }) => (partition === wanted ? [Number(next)] : []));
    expect(nextOf(1)).toEqual([4_000]);
    expect(nextOf(2)).toEqual([991, 4_000]);
    expect(nextOf(3)).toEqual([4_000]);
  });

  it('of a backlog are handled two at a time, of a partition one after the other; else one at a time', async () => {
    const under: ReadonlySet<number>[] = [];
    const handled: number[] = [];
    const advances: Advance[] = [];
    let sideBySide = 0;
    const batches = new GatheredBatches({
      heartbeatEveryMs: 60_000,
      concerns: () => true,
      handle: async (records) => {
        const own = new Set(records.map(({ partition }) => partition));
        for (const other of under) expect([...own].filter((partition) => other.has(partition))).toEqual([]);
        under.push(own);
        sideBySide = Math.max(sideBySide, under.length);
        for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
        under.splice(under.indexOf(own), 1);
        handled.push(records.length);
      },
      advanced: (some) => void advances.push(...some),
    });
    const add = (partition: number, length: number) => batches.add(batch(partition, length), async () => {});
    await Promise.all([add(5, 499), new Promise<void>(setImmediate).then(() => add(6, 1))]);
    expect([sideBySide, handled]).toEqual([1, [499, 1]]);
    await Promise.all([1, 2, 3, 4].map((partition) => add(partition, 700)));
    expect(sideBySide).toBe(2);
    const nextOf = (wanted: number) =>
      advances.flatMap(({ partition, next }) => (partition === wanted ? [Number(next)] : []));
    for (const next of [1, 2, 3, 4].map(nextOf)) {
      expect(next.at(-1)).toBe(700);
      expect(next).toEqual(next.toSorted((a, b) => a - b));
    }
  });

  it('are no more when it has ended: they are refused, and handled by nobody', async () => {
    const handled: number[] = [];
    const batches = gathered(handled);
    await batches.end(ended);
    await expect(batches.add(batch(1), never)).rejects.toBe(ended);
    expect(handled).toEqual([]);
  });
});
