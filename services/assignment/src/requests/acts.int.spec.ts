import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  admin,
  files,
  monitor,
  otherOfficer,
  resident,
  streetOfficer,
  streetSupervisor,
  villageOfficer,
} from '../../test/people.js';
import { escalated, submitted, triaged } from '../../test/lives.js';
import { TestedAssignment } from '../../test/running-service.js';
import { assignWhenTriaged } from '../domain/assign-when-triaged.js';
import { endWithRequest } from '../domain/end-with-request.js';
import { openNextWhenEscalated } from '../domain/open-next-when-escalated.js';
import { rememberWhenSubmitted } from '../domain/remember-when-submitted.js';

let service: TestedAssignment;

beforeAll(async () => {
  service = await TestedAssignment.start();
  for (const [kind, file] of Object.entries(files)) {
    const answer = await service.call('POST', `/v1/registry/imports/${kind}`, admin, file);
    expect(answer).toMatchObject({ status: 200, body: { errorCount: 0 } });
  }
}, 60_000);

afterAll(() => service?.stop());

async function held(changes: Parameters<typeof triaged>[0] = {}): Promise<string> {
  const requestId = randomUUID();
  await service.react(requestId, (state) => rememberWhenSubmitted(state, submitted({ requestId })));
  const outcome = await service.react(requestId, (state, context) =>
    assignWhenTriaged(state, triaged({ requestId, ...changes }), context),
  );
  expect(outcome.kind).toBe('changed');
  return requestId;
}

const escalate = (requestId: string, changes = {}) =>
  service.react(requestId, (state, context) =>
    openNextWhenEscalated(state, escalated({ requestId, ...changes }), context),
  );
const names = async (id: string) => (await service.written(id)).map(({ name }) => name);

describe('the life of a holding through REST', () => {
  it('accept, progress, resolve: each answers the state and the next ETag', async () => {
    const id = await held();
    const accepted = await service.act(id, 'accept', villageOfficer, '"1.1"');
    expect(accepted).toMatchObject({
      status: 200,
      etag: '"1.2"',
      body: {
        id,
        state: 'in_work',
        level: 'village',
        assignment: {
          number: 1,
          level: 'village',
          office: { code: 'village', name: 'village office' },
          officer: { id: 'village-member', name: 'name of village-member' },
          acceptedAt: expect.stringMatching(/\+08:00$/),
        },
      },
    });
    const progressed = await service.act(id, 'progress', villageOfficer, '"1.2"', { text: '已到现场' });
    expect(progressed).toMatchObject({ status: 200, etag: '"1.3"' });
    const solved = await service.act(id, 'resolve', villageOfficer, '"1.3"', { text: '已修好' });
    expect(solved).toMatchObject({ status: 200, etag: '"1.4"', body: { state: 'resolved' } });
    expect(await names(id)).toEqual([
      'RequestAssigned',
      'AssignmentAccepted',
      'WorkProgressed',
      'RequestResolved',
    ]);
    expect(await service.state(id)).toMatchObject({ status: 'resolved', seq: 4, revision: 4 });
    expect(JSON.stringify(await service.written(id))).not.toContain('已修好');
    expect(await service.holders(id)).toEqual([]);
  });

  it('help, return with its decision, transfer, opinion', async () => {
    const id = await held({ kind: 'major' });
    expect(await service.act(id, 'progress', villageOfficer, '"1.1"', { text: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'opinion_required', facts: { form: 'meeting' } },
    });
    const noMinutes = await service.act(id, 'opinion', villageOfficer, '"1.1"', {
      form: 'meeting',
      text: 'x',
    });
    expect(noMinutes).toMatchObject({ status: 400, body: { errors: [{ pointer: '/meeting' }] } });
    const meeting = { heldOn: '2026-11-20', attendees: ['甲'], minutes: '一致同意' };
    await service.act(id, 'opinion', villageOfficer, '"1.1"', { form: 'meeting', text: 'x', meeting });
    expect((await service.act(id, 'progress', villageOfficer, '"1.2"', { text: 'x' })).etag).toBe('"1.4"');
    const help = await service.act(id, 'help', villageOfficer, '"1.4"', { reasonCode: 'nobody', text: 'x' });
    expect(help).toMatchObject({
      status: 422,
      body: { code: 'unknown_reason_code', errors: [{ pointer: '/reasonCode' }] },
    });
    expect(
      (await service.act(id, 'help', villageOfficer, '"1.4"', { reasonCode: 'no_power', text: 'x' })).etag,
    ).toBe('"1.5"');
    expect((await service.act(id, 'return', villageOfficer, '"1.5"', { reasonCode: 'not_ours' })).etag).toBe(
      '"1.6"',
    );
    const own = await service.act(id, 'return/decision', villageOfficer, '"1.6"', { accepted: true });
    expect(own).toMatchObject({ status: 403, body: { code: 'not_one_level_up' } });
    const decided = await service.act(id, 'return/decision', streetSupervisor, '"1.6"', {
      accepted: true,
      officeCode: 'other',
    });
    expect(decided).toMatchObject({
      status: 200,
      etag: '"2.8"',
      body: { assignment: { number: 2, office: { code: 'other' } } },
    });
    const transferred = await service.act(id, 'transfer', otherOfficer, '"2.8"', {
      officeCode: 'village',
      text: 'x',
    });
    expect(transferred).toMatchObject({
      etag: '"3.9"',
      body: { assignment: { office: { code: 'village' } } },
    });
    expect(await service.holders(id)).toMatchObject([{ number: 3, officer_id: 'village-member' }]);
  });
});

describe('who may, and what is refused', () => {
  it('without If-Match: 428; stale: 412; past: 409 with the current number', async () => {
    const id = await held();
    const bare = await service.call('POST', `/v1/requests/${id}/assignment/accept`, villageOfficer, {});
    expect(bare).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
    expect(await service.act(id, 'accept', villageOfficer, '"1.0"')).toMatchObject({ status: 412 });
    await escalate(id);
    expect(await service.act(id, 'accept', villageOfficer, '"1.1"')).toMatchObject({
      status: 409,
      body: { code: 'past_assignment', facts: { currentNumber: 2 } },
    });
    expect(await service.act(id, 'accept', streetOfficer, '"2.2"')).toMatchObject({ status: 200 });
  });

  it('another office, and who does not exist, get the same 404; residents and monitors 403', async () => {
    const id = await held();
    const foreign = await service.act(id, 'accept', otherOfficer, '"1.1"');
    const missing = await service.act(randomUUID(), 'accept', otherOfficer, '"1.1"');
    expect([foreign.status, foreign.body.code]).toEqual([404, 'request_not_found']);
    expect([missing.status, missing.body.code]).toEqual([404, 'request_not_found']);
    expect((await service.act(id, 'accept', resident, '"1.1"')).status).toBe(403);
    expect((await service.act(id, 'accept', monitor, '"1.1"')).status).toBe(403);
    expect((await service.act(id, 'accept', streetSupervisor, '"1.1"')).status).toBe(200);
  });

  it('after the end and after resolving: 409 by name', async () => {
    const id = await held();
    await service.act(id, 'resolve', villageOfficer, '"1.1"', { solution: '已修好' });
    expect(await service.act(id, 'accept', villageOfficer, '"1.3"')).toMatchObject({
      status: 409,
      body: { code: 'already_resolved' },
    });
    await service.react(id, (state) => endWithRequest(state, 'closed'));
    expect(await service.act(id, 'progress', villageOfficer, '"1.3"', { text: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'already_closed' },
    });
  });

  it('unknown fields are named', async () => {
    const id = await held();
    const answer = await service.act(id, 'accept', villageOfficer, '"1.1"', { officer: 'me' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/officer' }] } });
    const both = { officeCode: 'other', officerId: 'other-lead', text: 'x' };
    expect((await service.act(id, 'transfer', villageOfficer, '"1.1"', both)).status).toBe(400);
    expect((await service.act(id, 'transfer', villageOfficer, '"1.1"', { text: 'x' })).status).toBe(400);
    expect((await service.act(id, 'resolve', villageOfficer, '"1.1"', {})).status).toBe(400);
  });

  it('the same Idempotency-Key gets the first answer again, and no second effect', async () => {
    const id = await held();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await service.act(id, 'resolve', villageOfficer, '"1.1"', { text: '好' }, headers);
    const again = await service.act(id, 'resolve', villageOfficer, '"1.1"', { text: '好' }, headers);
    expect([again.status, again.etag, again.text]).toEqual([first.status, first.etag, first.text]);
    expect((await service.act(id, 'resolve', villageOfficer, '"1.1"', { text: '坏' }, headers)).status).toBe(
      422,
    );
    expect(await names(id)).toEqual(['RequestAssigned', 'AssignmentAccepted', 'RequestResolved']);
  });
});

describe('an officer resolves while the deadline fires', () => {
  it('fifty times over, one of them wins and both are told', async () => {
    const wins = { officer: 0, deadline: 0 };
    // Whoever lost gets a head start in the next round, so that the two keep meeting.
    let headStart = 0;
    for (let round = 0; round < 50; round += 1) {
      const id = await held();
      const deadline = async () => {
        await sleep(Math.max(0, headStart));
        return escalate(id);
      };
      const officer = async () => {
        await sleep(Math.max(0, -headStart));
        return service.act(id, 'resolve', villageOfficer, '"1.1"', { text: '已修好' });
      };
      const [, answer] = await Promise.all([deadline(), officer()]);
      const [written, state] = [await names(id), await service.state(id)];
      if (answer.status === 200) {
        wins.officer += 1;
        headStart -= 1;
        expect(state).toMatchObject({ status: 'resolved', holding: { number: 1 } });
        expect(written.slice(1)).toEqual(['AssignmentAccepted', 'RequestResolved', 'EscalationIgnored']);
      } else {
        wins.deadline += 1;
        headStart += 1;
        expect(answer).toMatchObject({ status: 409, body: { code: 'past_assignment' } });
        expect(state).toMatchObject({ status: 'open', holding: { number: 2, level: 'street' } });
        expect(written).toEqual(['RequestAssigned', 'RequestAssigned']);
      }
    }
    expect(wins.officer + wins.deadline).toBe(50);
    expect(Math.min(wins.officer, wins.deadline)).toBeGreaterThan(0);
  }, 60_000);
});
