import { randomUUID } from 'node:crypto';
import { waitUntil } from '#testing/wait-until.js';
import { TestedService } from '../../test/running-service.js';
import { submitted } from '../../test/world.js';

/** The median is held, not the slowest: a busy machine may stall one of them, a service that polls delays them all. */
const ROUNDS = 21;
const MEDIAN_MS = 60;

let service: TestedService;
beforeAll(async () => {
  service = await TestedService.start();
}, 60_000);
afterAll(() => service?.stop(), 30_000);

/** Real time in ms from the commit that planned a notice until its row says that it was sent. */
async function latency(): Promise<number> {
  const requestId = randomUUID();
  const sealed = service.seal({ text: '路灯不亮', contact: { name: '李某', phone: '19900010001' } });
  await service.hear([{ ...submitted(), body: { ...submitted().body, requestId, sealed } }]);
  const planned = performance.now();
  await waitUntil(
    async () => {
      const [notice] = await service.notices(requestId);
      return notice?.state === 'sent';
    },
    { everyMs: 1 },
  );
  return performance.now() - planned;
}

describe('a notice that was just planned', () => {
  it('is delivered at once, not at the next re-check', async () => {
    await latency();
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) taken.push(await latency());
    const sorted = taken.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(ROUNDS / 2)]).toBeLessThan(MEDIAN_MS);
  });
});
