import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '#local-stack/start-stack.js';
import type { Stack } from '#local-stack/stack.js';
import { waitUntil } from '#testing/wait-until.js';
import { SHANGHAI, World } from '../chain/world.js';

const AWAY_MS = 30_000;
const EVERY_MS = 200;

describe('Kafka away for 30 s', () => {
  let stack: Stack;
  let world: World;
  beforeAll(async () => {
    // A broker of its own: the others must not notice.
    stack = await startStack({ how: 'embedded', durable: false });
    world = await World.start({ kafkaBrokers: stack.kafkaBrokers });
  }, 180_000);
  afterAll(async () => {
    await world?.stop();
    await stack?.stop();
  }, 60_000);

  it('intake answers 201 all the time, and everything is assigned afterwards', async () => {
    const resident = world.who(SHANGHAI, 'resident');
    const body = {
      channel: world.profile(SHANGHAI).channels[0]!.id,
      areaCode: world.block(SHANGHAI),
      title: '路灯不亮',
      text: '门口三盏路灯坏了,请修理。',
    };
    stack.kafka!.pause();
    const until = Date.now() + AWAY_MS;
    const ids: string[] = [];
    while (Date.now() < until) {
      ids.push((await world.client.send<{ id: string }>('POST', '/v1/requests', resident, body)).body.id);
      await sleep(EVERY_MS);
    }
    stack.kafka!.resume();
    expect(ids.length).toBeGreaterThan(50);
    for (const id of ids)
      await waitUntil(async () => (await world.request(id)).state === 'assigned', {
        timeoutMs: 90_000,
        what: `${id} assigned`,
      });
  }, 240_000);
});
