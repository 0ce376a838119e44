import type { Batch } from 'kafkajs';
import { GatheredBatches } from './gathered-batches.js';

const batch = (partition: number): Batch =>
  ({
    topic: 't',
    partition,
    highWatermark: '1',
    messages: [{ offset: '0', key: null, value: null, headers: {} }],
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
  it('come to their end although the broker never answers the heartbeat', async () => {
    const handled: number[] = [];
    const batches = gathered(handled);
    await Promise.all([batches.add(batch(1), never), batches.add(batch(2), never)]);
    const waiting = batches.add(batch(3), never);
    waiting.catch(() => {});
    await new Promise(setImmediate);
    await batches.end(ended);
    expect(handled.slice(0, 2)).toEqual([1, 2]);
  });

  it('are no more when it has ended: they are refused, and handled by nobody', async () => {
    const handled: number[] = [];
    const batches = gathered(handled);
    await batches.end(ended);
    await expect(batches.add(batch(1), never)).rejects.toBe(ended);
    expect(handled).toEqual([]);
  });
});
