import { randomUUID } from 'node:crypto';
import { admin, colleague, otherStreet, resident, streetOfficer, villageOfficer } from '../../test/people.js';
import { TestedEscalation } from '../../test/running-service.js';
import { about, assigned } from '../../test/world.js';
import { resumeWhenDue } from '../domain/resume-when-due.js';
import { setDeadlinesWhenAssigned } from '../domain/set-deadlines-when-assigned.js';

let service: TestedEscalation;
beforeAll(async () => {
  service = await TestedEscalation.start();
}, 60_000);
afterAll(() => service?.stop());

const UNTIL = '2026-12-03T17:00:00+08:00';
const extension = { until: UNTIL, text: '等待配件' };
const kinds = (answer: { body: { deadlines: { kind: string }[] } }) =>
  answer.body.deadlines.map(({ kind }) => kind);
const names = async (id: string) => (await service.written(id)).map(({ name }) => name);

describe('acts that move deadlines, through REST', () => {
  it('extension: asked by the holder, granted one level up, the deadline moves', async () => {
    const id = await service.held();
    const asked = await service.act(id, 'extension', villageOfficer, extension);
    expect(asked).toMatchObject({ status: 200, body: { id, assignmentNumber: 1 } });
    expect(kinds(asked)).toContain('extension_decision');
    const granted = await service.act(id, 'extension/decision', streetOfficer, { grant: true, text: '同意' });
    expect(granted.status).toBe(200);
    expect(granted.body.deadlines).toContainEqual({
      kind: 'resolve',
      dueAt: '2026-12-03T17:00:00.000+08:00',
      provisional: false,
    });
    expect(await names(id)).toEqual([
      'DeadlinesSet',
      'ExtensionRequested',
      'DeadlinesSet',
      'ExtensionDecided',
      'DeadlinesSet',
    ]);
    const rows = (await service.deadlines(id)).filter(({ kind }) => kind === 'resolve');
    expect(rows).toEqual([{ kind: 'resolve', ordinal: 2, due: '2026-12-03T09:00' }]);
    const sealed = (await service.written(id))[1]!.body.sealed as string;
    expect(sealed).toMatch(/^k1:/);
  });

  it('the same key is one act', async () => {
    const id = await service.held();
    const key = { 'idempotency-key': randomUUID() };
    const [one, two] = [
      await service.act(id, 'extension', villageOfficer, extension, key),
      await service.act(id, 'extension', villageOfficer, extension, key),
    ];
    // Not the headers: the second in which it was answered is another.
    expect([two.status, two.text, two.etag]).toEqual([one.status, one.text, one.etag]);
    expect(await names(id)).toEqual(['DeadlinesSet', 'ExtensionRequested', 'DeadlinesSet']);
  });

  it('pause and supervision', async () => {
    const id = await service.held();
    const supervised = await service.act(id, 'supervision', streetOfficer, { text: '进展如何' });
    expect(kinds(supervised)).toContain('supervision_reply');
    expect(kinds(await service.act(id, 'supervision/reply', villageOfficer, { text: '正在办' }))).toEqual([
      'accept',
      'warn',
      'resolve',
    ]);
    const pause = { until: '2026-12-24T09:00:00+08:00', reasonCode: 'season', text: '等雨停' };
    expect(kinds(await service.act(id, 'pause', streetOfficer, pause))).toEqual(['resume']);
    // What the other requests of this file have due fires too, now or by the service's own timer: only this one is looked at.
    await service.advance('2026-12-24T00:59:59.999Z');
    expect(await names(id)).not.toContain('RequestResumed');
    await service.advance('2026-12-24T01:00:00.000Z');
    expect((await names(id)).at(-1)).toBe('RequestResumed');
    const outcome = await service.react(id, (state, context) =>
      resumeWhenDue(state, { ...about({ assignmentNumber: 1 }), requestId: id }, context),
    );
    expect(outcome).toMatchObject({ kind: 'changed', state: { status: 'open' } });
    const running = (await service.deadlines(id)).map(({ kind }) => kind);
    expect(running.toSorted()).toEqual(['accept', 'resolve', 'warn']);
    // Sequences have no gap, whoever wrote.
    const written = await service.written(id);
    expect(written.map(({ sequence }) => sequence)).toEqual(written.map((_, i) => i + 1));
  });
});

describe('who may not', () => {
  let id: string;
  beforeAll(async () => {
    id = await service.held();
  });
  const pause = { until: '2027-01-10T09:00:00+08:00', reasonCode: 'season', text: '等雨停' };
  const refusal = async (answer: Promise<{ status: number; body: any }>) => {
    const { status, body } = await answer;
    return `${status} ${body.code}`;
  };

  it('another office, another area, the own level, a resident', async () => {
    expect(await refusal(service.act(id, 'extension', colleague, extension))).toBe('403 not_your_assignment');
    expect(await refusal(service.act(id, 'extension', otherStreet, extension))).toBe('404 request_not_found');
    expect(await refusal(service.act(id, 'pause', otherStreet, pause))).toBe('404 request_not_found');
    expect(await refusal(service.act(id, 'pause', villageOfficer, pause))).toBe('403 not_one_level_up');
    expect(await refusal(service.act(id, 'pause', resident, pause))).toBe('403 forbidden');
  });

  it('without, with a wrong and with a stale If-Match', async () => {
    const path = `/v1/requests/${id}/extension`;
    expect(await refusal(service.call('POST', path, villageOfficer, extension))).toBe(
      '428 precondition_required',
    );
    expect(await refusal(service.act(id, 'extension', villageOfficer, extension, { 'if-match': '*' }))).toBe(
      '412 precondition_failed',
    );
    const moved = await service.held();
    await service.react(moved, (state, context) =>
      setDeadlinesWhenAssigned(
        state,
        {
          body: {
            ...assigned({ number: 2, level: 'street', areaCode: '310106011' }, { cause: 'help' }),
            requestId: moved,
          },
          time: context.now,
        },
        context,
      ),
    );
    expect(await refusal(service.act(moved, 'extension', villageOfficer, extension))).toBe(
      '409 past_assignment',
    );
  });

  it('bad input, each field named', async () => {
    const bad = async (path: string, body: object) => {
      const answer = await service.act(id, path, admin, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    expect(await bad('extension', { text: 'x' })).toEqual(['/until']);
    expect(await bad('extension', { text: 'x', duration: 'soon' })).toEqual(['/duration']);
    expect(await bad('extension', { text: 'x', until: UNTIL, duration: '1 working days' })).toEqual([
      '/duration',
    ]);
    expect(await bad('pause', { ...pause, until: '2026-02-30T09:00:00Z' })).toEqual(['/until']);
    expect(await bad('supervision', { text: 'x', replyBy: 'tomorrow' })).toEqual(['/replyBy']);
    expect(await bad('supervision/reply', { text: 'x', more: 1 })).toEqual(['/more']);
    expect(await bad('extension/decision', { grant: 'yes' })).toEqual(['/grant']);
  });

  it('what no request is', async () => {
    expect(await refusal(service.act(randomUUID(), 'extension', admin, extension))).toBe(
      '404 request_not_found',
    );
  });
});
