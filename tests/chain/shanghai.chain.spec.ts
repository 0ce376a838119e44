import { getPriority } from 'node:os';
import { MONDAY_MORNING, refusal, SHANGHAI, World } from './world.js';

const ORDINARY = { title: '夜里没有车位', text: '小区夜里没有车位,请帮忙想办法。' };

describe('Shanghai: block → village → street → district → city', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 180_000);
  afterAll(() => world?.stop(), 60_000);

  const submit = (body: object = ORDINARY) => world.submit(SHANGHAI, body as Record<string, unknown>);
  const types = async (id: string) => (await world.timeline(id)).map((item) => item.type);

  it('services nobody waits for leave a full machine to those that answer people', () => {
    const niceness = Object.entries(world.system.services).map(
      ([name, { pid }]) => [name, getPriority(pid) - getPriority()] as const,
    );
    expect(niceness.filter(([, nice]) => nice > 0).map(([name]) => name)).toEqual([
      'escalation',
      'notification',
    ]);
  });

  it('what a block officer answers on the spot is recorded and closed in one step', async () => {
    const block = world.who(SHANGHAI, 'block');
    const request = await world.submit(
      SHANGHAI,
      { ...ORDINARY, onTheSpot: { solution: '当场说明夜间共享车位办法。' } },
      block,
    );
    expect(request).toMatchObject({ state: 'closed', assignment: null });
    expect(await types(request.id)).toEqual(['RequestSubmitted', 'RequestClosed']);
  });

  it('is held by one officer of the block, solved, confirmed and closed, with three notices each', async () => {
    const submitted = await submit();
    expect(submitted).toMatchObject({
      state: 'assigned',
      level: 'block',
      assignment: { number: 1, level: 'block' },
    });
    expect(submitted.deadlines.map((d) => d.kind)).toEqual(expect.arrayContaining(['accept', 'resolve']));
    expect(submitted.next).toMatchObject({ level: 'village', office: { code: expect.any(String) } });

    const accepted = await world.actAsHolder(submitted.id, 'accept');
    expect(accepted.state).toBe('in_work');
    const resolved = await world.actAsHolder(submitted.id, 'resolve', { text: '协调了错时车位。' });
    expect(resolved.state).toBe('resolved');
    const closed = await world.post(submitted.id, 'confirmation', world.who(SHANGHAI, 'resident'), {
      solved: true,
      rating: 5,
    });
    expect(closed.state).toBe('closed');

    const notices = await world.notices(submitted.number);
    const purposes = (recipient: string) =>
      notices.filter((n) => n.recipient === recipient).map((n) => n.purpose);
    expect(purposes('resident')).toEqual(['received', 'assigned', 'opinion']);
    expect(purposes('handler')).toEqual(['received', 'assigned', 'opinion']);
  });

  it('solved at the village after the block asks for help, and says why', async () => {
    const { id } = await submit();
    await world.actAsHolder(id, 'accept');
    const reasonCode = world.profile(SHANGHAI).help.reasons[0]!.code;
    const helped = await world.actAsHolder(id, 'help', { reasonCode, text: '块区内没有空地。' });
    expect(helped).toMatchObject({ state: 'assigned', level: 'village', assignment: { number: 2 } });
    await world.actAsHolder(id, 'resolve', { text: '居委会协调了学校夜间车位。' });
    const closed = await world.post(id, 'confirmation', world.who(SHANGHAI, 'resident'), {
      solved: true,
      rating: 4,
    });
    expect(closed.state).toBe('closed');
    const raised = (await world.timeline(id)).find((item) => item.type === 'EscalationRaised')!;
    expect(raised.reason.rule).toContain('help');
    expect(raised.reason.text.length).toBeGreaterThan(4);
  });

  it('climbs by three missed deadlines to the district and beyond, each climb once and never early', async () => {
    const { id } = await submit();
    const seen: string[] = [];
    let view = await world.request(id);
    while (view.level !== 'city') {
      seen.push(view.level!);
      const due = view.deadlines.find((d) => d.kind === 'resolve')!.dueAt;
      await world.advance({ to: new Date(Date.parse(due) - 1).toISOString() });
      const before = await world.request(id);
      if (before.level === view.level) await world.advance({ to: due });
      view = await world.request(id);
      expect(view.level).not.toBe(seen.at(-1));
    }
    expect(seen).toEqual(['block', 'village', 'street', 'district']);
    const items = await world.timeline(id);
    const climbs = items.filter((item) => item.type === 'EscalationRaised');
    expect(climbs.map((c) => c.assignmentNumber)).toEqual([1, 2, 3, 4]);
    for (const climb of climbs) {
      const dueAt = climb.reason.facts['dueAt'];
      if (dueAt) expect(Date.parse(climb.at)).toBeGreaterThanOrEqual(Date.parse(String(dueAt)));
    }
    expect(items.map((item) => item.seq)).toEqual(items.map((_, i) => i + 1));
    expect(view.deadlines.map((d) => d.kind)).toEqual(['beyond_reply']);
  });

  it('a dispute reopens one level up', async () => {
    const { id } = await submit();
    await world.actAsHolder(id, 'resolve', { text: '已处理。' });
    const disputed = await world.post(id, 'dispute', world.who(SHANGHAI, 'resident'), { text: '没有解决。' });
    expect(disputed).toMatchObject({ state: 'assigned', level: 'village', assignment: { number: 2 } });
    expect(
      await refusal(
        world.post(id, 'confirmation', world.who(SHANGHAI, 'resident'), { solved: true, rating: 5 }),
      ),
    ).toMatchObject({
      status: 409,
    });
  });

  it('withdrawn while an escalation is under way: nothing is opened any more', async () => {
    const { id } = await submit();
    const due = (await world.request(id)).deadlines.find((d) => d.kind === 'resolve')!.dueAt;
    const [withdrawn] = await Promise.all([
      world.client.send('POST', `/v1/requests/${id}/withdrawal`, world.who(SHANGHAI, 'resident'), {}),
      world.advance({ to: due }),
    ]);
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn' });
    await world.settle();
    const after = await world.request(id);
    expect(after).toMatchObject({ state: 'withdrawn', deadlines: [], next: null });
    const { fired } = await world.advance({ workingDays: 20 });
    expect(fired).toBeGreaterThanOrEqual(0);
    expect(await world.request(id)).toMatchObject({ state: 'withdrawn' });
  });

  it('an extension is asked before expiry, decided one level up and told to the resident', async () => {
    const { id, number, deadlines } = await submit();
    await world.actAsHolder(id, 'accept');
    const before = deadlines.find((d) => d.kind === 'resolve')!.dueAt;
    const until = new Date(Date.parse(before) + 2 * 86_400_000).toISOString();
    await world.act(id, 'extension', world.who(SHANGHAI, 'block'), { until, text: '等待配件。' });
    const granted = await world.act(id, 'extension/decision', world.who(SHANGHAI, 'village'), {
      grant: true,
      text: '同意。',
    });
    expect(Date.parse(granted.deadlines.find((d) => d.kind === 'resolve')!.dueAt)).toBeGreaterThan(
      Date.parse(before),
    );
    const told = (await world.notices(number))
      .filter((n) => n.recipient === 'resident')
      .map((n) => n.purpose);
    expect(told).toContain('extended');
  });

  it('a level with nobody present is climbed past at once, and says so', async () => {
    const office = `o-${world.block(SHANGHAI)}`;
    const officers = world.registries.get(SHANGHAI)!.officers.filter((o) => o.officeCode === office);
    const { now } = (await world.client.get<{ now: string }>('/v1/clock', world.who(SHANGHAI, 'admin'))).body;
    const until = new Date(Date.parse(now) + 30 * 86_400_000).toISOString();
    for (const { id: officerId } of officers)
      await world.client.send('POST', '/v1/registry/absences', world.who(SHANGHAI, 'admin'), {
        officerId,
        from: now,
        until,
        reason: '培训',
      });
    const request = await submit();
    expect(request).toMatchObject({ level: 'village', assignment: { number: 1 } });
    const assigned = (await world.timeline(request.id)).find((item) => item.type === 'RequestAssigned')!;
    expect(JSON.stringify(assigned.reason)).toContain('block');
    await world.advance({ to: until });
  });

  it('an emergency at night has its clock running at night', async () => {
    const night = new Date(MONDAY_MORNING);
    const { body } = await world.client.get<{ now: string }>('/v1/clock', world.who(SHANGHAI, 'admin'));
    const midnight = new Date(Date.parse(body.now) + 86_400_000);
    midnight.setUTCHours(15, 40, 0, 0); // 23:40 in Beijing
    expect(midnight.getTime()).toBeGreaterThan(night.getTime());
    await world.advance({ to: midnight.toISOString() });
    const request = await submit({
      title: '燃气泄漏',
      text: '楼道里有很浓的燃气泄漏味道,请马上来人。',
      urgency: 'emergency',
    });
    expect(request.severity).toBe('emergency');
    const due = Math.min(...request.deadlines.map((d) => Date.parse(d.dueAt)));
    expect(due - midnight.getTime()).toBeLessThan(6 * 3_600_000);
    const climbed = await world.missDeadline(request.id);
    expect(climbed.assignment!.number).toBe(2);
  });
});
