import { randomUUID } from 'node:crypto';
import { STORING_SERVICES } from '#local-system/storing-services.js';
import { waitUntil } from '#testing/wait-until.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import type { RequestView } from '#cli/city/city-client.js';
import { SHANGHAI, World } from '../chain/world.js';

/** Between commit and publish; between handling and the offset’s commit. */
const FAILPOINTS = ['relay.before-send', 'consumer.after-commit'] as const;

const cases = STORING_SERVICES.flatMap((service) =>
  // The ledger publishes nothing.
  FAILPOINTS.filter((point) => !(service === 'ledger' && point.startsWith('relay'))).map((point) => ({
    service,
    point,
  })),
);

describe('kill -9', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  it.each(cases)(
    'of $service at $point loses nothing and does nothing twice',
    async ({ service, point }) => {
      const victim = world.system.services[service];
      await victim.stop();
      victim.start({ LIANDONG_FAILPOINT: point, LIANDONG_FAILPOINTS_ALLOWED: '1' });
      const resident = world.who(SHANGHAI, 'resident');
      const key = randomUUID();
      const body = {
        channel: world.profile(SHANGHAI).channels[0]!.id,
        areaCode: world.block(SHANGHAI),
        title: '路灯不亮',
        text: '门口三盏路灯坏了,请修理。',
        contact: { name: '测试居民', phone: '19900010001' },
      };
      const submit = async () =>
        (
          await world.client.send<{ id: string }>('POST', '/v1/requests', resident, body, {
            'idempotency-key': key,
          })
        ).body.id;
      const view = async (id: string) =>
        (await world.client.get<RequestView>(`/v1/requests/${id}`, ADMIN)).body;
      // A service in the middle of its death answers 503 or nothing: a client tries again with the same key.
      const id = waitUntil(submit, { what: '201' });
      await waitUntil(() => !victim.running, { what: `${service} killed at ${point}` });
      victim.start();
      const request = await id;
      await waitUntil(async () => (await view(request)).state === 'assigned', { what: 'assigned' });
      await waitUntil(async () => (await view(request)).deadlines.length > 0, { what: 'deadlines' });
      await world.settle();
      await world.actAsHolder(request, 'resolve', { text: '修好了。' });
      const closed = await world.post(request, 'confirmation', resident, { solved: true, rating: 5 });
      expect(closed).toMatchObject({ state: 'closed', assignment: null });
      const items = await world.timeline(request);
      const count = (type: string) => items.filter((item) => item.type === type).length;
      for (const type of [
        'RequestSubmitted',
        'RequestTriaged',
        'RequestAssigned',
        'RequestResolved',
        'SolutionConfirmed',
        'RequestClosed',
      ])
        expect([type, count(type)]).toEqual([type, 1]);
      expect((await world.notices(closed.number)).map((n) => `${n.recipient} ${n.purpose}`).sort()).toEqual(
        ['handler', 'resident'].flatMap((who) =>
          ['assigned', 'opinion', 'received'].map((purpose) => `${who} ${purpose}`),
        ),
      );
    },
    120_000,
  );
});
