import { waitUntil } from '#testing/wait-until.js';
import { OffsetCommits } from './offset-commits.js';

type Committed = Record<number, string>[];

/** A group that refuses the first commits with these errors. */
function group(...faults: (Error | null)[]) {
  const committed: Committed = [];
  const commitOffsets = async (offsets: readonly { partition: number; offset: string }[]): Promise<void> => {
    const fault = faults.shift();
    if (fault) throw fault;
    committed.push(Object.fromEntries(offsets.map(({ partition, offset }) => [partition, offset])));
  };
  return { committed, commits: new OffsetCommits({ commitOffsets }, 't') };
}
const fault = (type: string) => Object.assign(new Error(type), { type });

describe('offsets', () => {
  it('that fail while the broker is away are committed later, with what came meanwhile', async () => {
    const { committed, commits } = group(new Error('connection closed'));
    commits.add(0, 5n);
    commits.add(1, 7n);
    setTimeout(() => commits.add(1, 8n), 50);
    await waitUntil(() => committed.length > 0);
    expect(committed).toEqual([{ 0: '5', 1: '8' }]);
  });

  it('of partitions that are dealt out anew are left to whoever gets them', async () => {
    const { committed, commits } = group(fault('ILLEGAL_GENERATION'));
    commits.add(0, 5n);
    await commits.flush();
    expect(committed).toEqual([]);
  });

  it('that follow soon share the next request, which the end does not wait for', async () => {
    const { committed, commits } = group();
    commits.add(0, 1n);
    await waitUntil(() => committed.length > 0);
    commits.add(0, 2n);
    commits.add(1, 1n);
    commits.add(0, 3n);
    await commits.flush();
    expect(committed).toEqual([{ 0: '1' }, { 0: '3', 1: '1' }]);
  });

  it('do not hold up the end', async () => {
    const { committed, commits } = group(new Error('away'), new Error('away'));
    commits.add(0, 5n);
    await commits.flush();
    expect(committed).toEqual([]);
  });
});
