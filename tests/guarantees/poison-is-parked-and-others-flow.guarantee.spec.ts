import { Kafka, logLevel } from 'kafkajs';
import { waitUntil } from '#testing/wait-until.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { SHANGHAI, World } from '../chain/world.js';

describe('a poison event', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  const parked = async (service: string) =>
    (
      await world.client.get<{ items: { id: string; requestId: string | null }[] }>(
        `/v1/dead-letters/${service}`,
        ADMIN,
      )
    ).body.items;

  it('is parked with its cause, later events of its request wait, other requests flow, and dropping it heals', async () => {
    const request = await world.submit(SHANGHAI, { title: '路灯不亮', text: '门口三盏路灯坏了,请修理。' });
    const kafka = new Kafka({
      clientId: 'test',
      brokers: [...world.kafkaBrokers],
      logLevel: logLevel.NOTHING,
    });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: `${world.system.topicPrefix}liandong.requests.v1`,
      messages: [
        {
          key: request.id,
          value: '{"requestId": "broken',
          headers: {
            ce_specversion: '1.0',
            ce_id: '019aaaaa-0000-7000-8000-000000000001',
            ce_type: 'liandong.RequestResolved.v1',
            ce_source: '/liandong/assignment',
            ce_subject: request.id,
            ce_time: '2026-03-02T01:00:00.000Z',
            ce_partitionkey: request.id,
            ce_sequence: '99',
            'content-type': 'application/json',
          },
        },
      ],
    });
    await producer.disconnect();
    await waitUntil(async () => (await parked('escalation')).length > 0, { what: 'parked' });

    const other = await world.submit(SHANGHAI, { title: '路灯不亮', text: '门口三盏路灯坏了,请修理。' });
    expect(other.state).toBe('assigned');
    expect((await world.actAsHolder(other.id, 'resolve', { text: '修好了。' })).state).toBe('resolved');

    for (const service of ['intake', 'escalation', 'notification', 'ledger'])
      for (const letter of await parked(service))
        await world.client.send('POST', `/v1/dead-letters/${service}/${letter.id}/drop`, ADMIN, {});
    await waitUntil(async () => (await parked('ledger')).length === 0, { what: 'nothing parked' });
    expect((await world.actAsHolder(request.id, 'resolve', { text: '修好了。' })).state).toBe('resolved');
  }, 180_000);
});
