import { Refused } from '#cli/city/city-client.js';
import { SHANGHAI, World } from '../chain/world.js';

const ROUNDS = 12;

describe('an officer resolves while the deadline fires', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  it('one of them wins, and both are told', async () => {
    const winners = { officer: 0, deadline: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, deadlines } = await world.submit(SHANGHAI, {
        title: '路灯不亮',
        text: '门口三盏路灯坏了,请修理。',
      });
      const due = deadlines.find((d) => d.kind === 'resolve')!.dueAt;
      await world.actAsHolder(id, 'accept');
      const block = world.who(SHANGHAI, 'block');
      const { etag } = await world.client.get(`/v1/requests/${id}`, block);
      const resolve = world.client
        .send(
          'POST',
          `/v1/requests/${id}/assignment/resolve`,
          block,
          { text: '修好了。' },
          { 'if-match': etag! },
        )
        .then(
          () => 200,
          (error: unknown) => (error instanceof Refused ? error.status : Promise.reject(error)),
        );
      const [status] = await Promise.all([resolve, world.advance({ to: due })]);
      await world.settle();
      const view = await world.request(id);
      const types = (await world.timeline(id)).map((item) => item.type);
      if (status === 200) {
        winners.officer += 1;
        expect(view).toMatchObject({ state: 'resolved' });
        expect(types.filter((t) => t === 'RequestAssigned')).toHaveLength(1);
        // Raised in the same moment or not raised at all; if raised, then ignored by name.
        expect(types.filter((t) => t === 'EscalationIgnored')).toHaveLength(
          types.filter((t) => t === 'EscalationRaised').length,
        );
      } else {
        winners.deadline += 1;
        expect([409, 412]).toContain(status);
        expect(view).toMatchObject({ state: 'assigned', assignment: { number: 2 } });
        expect(types).not.toContain('RequestResolved');
      }
    }
    expect(winners.officer + winners.deadline).toBe(ROUNDS);
  }, 180_000);
});
