import { LUXI, refusal, World } from './world.js';

const SHOP = { title: '想办个小店', text: '听说有店铺转让,想知道具体情况,请帮忙联系。' };

describe('Luxi: no handling without the written opinion', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  const classify = (id: string, kind: string) =>
    world.act(id, 'classification', world.who(LUXI, 'admin'), {
      category: 'general',
      kind,
      severity: 'ordinary',
    });
  // Words no rule knows: people decide.
  const unclear = { title: '事情', text: '有一件事情想请政府看看。' };

  it('ordinary: refused until the office’s opinion stands; three messages each and no more', async () => {
    const { id, number, state } = await world.submit(LUXI, SHOP);
    if (state === 'awaiting_triage') await classify(id, 'ordinary');
    await world.actAsHolder(id, 'accept');
    expect(await refusal(world.actAsHolder(id, 'progress', { text: '开始联系。' }))).toEqual({
      status: 409,
      code: 'opinion_required',
    });
    expect(await refusal(world.actAsHolder(id, 'resolve', { text: '办好了。' }))).toEqual({
      status: 409,
      code: 'opinion_required',
    });
    await world.actAsHolder(id, 'opinion', { form: 'office', text: '同意协助联系店主。' });
    await world.actAsHolder(id, 'progress', { text: '已联系店主。' });
    await world.actAsHolder(id, 'resolve', { text: '店主与店铺情况已告知,双方已见面。' });
    const closed = await world.post(id, 'confirmation', world.who(LUXI, 'resident'), {
      solved: true,
      rating: 5,
      text: '感谢。',
    });
    expect(closed.state).toBe('closed');
    const notices = await world.notices(number);
    for (const recipient of ['resident', 'handler'])
      expect(notices.filter((n) => n.recipient === recipient).map((n) => n.purpose)).toEqual([
        'received',
        'assigned',
        'opinion',
      ]);
  });

  it('major: the office’s opinion is not enough, the leadership meeting’s with its minutes is', async () => {
    const { id } = await world.submit(LUXI, unclear);
    await classify(id, 'major');
    await world.actAsHolder(id, 'accept');
    await world.actAsHolder(id, 'opinion', { form: 'office', text: '建议同意。' });
    expect(await refusal(world.actAsHolder(id, 'resolve', { text: '办好了。' }))).toEqual({
      status: 409,
      code: 'opinion_required',
    });
    expect(
      (await refusal(world.actAsHolder(id, 'opinion', { form: 'meeting', text: '同意。' }))).status,
    ).toBe(400);
    await world.actAsHolder(id, 'opinion', {
      form: 'meeting',
      text: '同意办理。',
      meeting: { heldOn: '2026-03-02', minutes: '班子会讨论,同意。' },
    });
    expect((await world.actAsHolder(id, 'resolve', { text: '办好了。' })).state).toBe('resolved');
  });

  it('joint: starts at the county’s centre and climbs to the city’s', async () => {
    const { id } = await world.submit(LUXI, unclear);
    const classified = await classify(id, 'joint');
    expect(classified).toMatchObject({ level: 'county', kind: 'joint' });
    const reasonCode = world.profile(LUXI).help.reasons[0]!.code;
    const climbed = await world.actAsHolder(id, 'help', { reasonCode, text: '需要市里协调。' });
    expect(climbed).toMatchObject({ level: 'city', assignment: { number: 2 } });
  });

  it('nobody decides in triage: the deadline does, and nothing is orphaned', async () => {
    const queued = await world.submit(LUXI, unclear);
    expect(queued.state).toBe('awaiting_triage');
    const due = queued.deadlines.find((d) => d.kind === 'triage')!;
    await world.advance({ to: due.dueAt });
    expect(await world.request(queued.id)).toMatchObject({ state: 'assigned', assignment: { number: 1 } });
  });
});
