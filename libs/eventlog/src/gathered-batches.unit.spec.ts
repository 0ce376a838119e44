import type { Batch } from 'kafkajs';
import { waitUntil } from '#testing/wait-until.js';
import { GatheredBatches } from './gathered-batches.js';

const batch = (partition: number, length = 1): Batch =>
  ({
    topic: 't',
    partition,
    highWatermark: '1',
    messages: Array.from({ length }, () => ({ offset: '0', key: null, value: null, headers: {} })),
    firstOffset: () => '0',
    lastOffset: () => '0',
  }) as unknown as Batch;
const gathered = (handled: number[]) =>
  new GatheredBatches({
    heartbeatEveryMs: 60_000,
    handle: async (records) => void handled.push(...records.map(({ partition }) => partition)),
    advanced: () => {},
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

  it('are no more when it has ended: they are refused, and handled by nobody', async () => {
    const handled: number[] = [];
    const batches = gathered(handled);
    await batches.end(ended);
    await expect(batches.add(batch(1), never)).rejects.toBe(ended);
    expect(handled).toEqual([]);
  });
});
