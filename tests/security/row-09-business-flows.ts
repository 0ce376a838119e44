import { randomUUID } from 'node:crypto';
import type { Claims } from '#local-system/claims.js';
import { SHANGHAI } from '../chain/world.js';
import type { Edge } from './edge.js';

/** `phone` in the RATE_LIMITS of the tested system. */
export const REQUESTS_OF_A_PHONE = 12;

export function row09(edge: () => Edge): void {
  describe('row 9: the flows cannot be played', () => {
    const submission = (phone: string) => ({
      channel: edge().world.profile(SHANGHAI).channels[0]!.id,
      areaCode: edge().world.block(SHANGHAI),
      text: '楼道灯坏了。',
      contact: { name: '李雷', phone },
    });
    const resident = (sub: string): Claims => ({ sub, role: 'resident', jurisdiction: SHANGHAI });
    const submit = (as: Claims, body: object, headers: Record<string, string> = {}) =>
      edge().call('POST', '/v1/requests', { as, body, headers });

    it('said five times at once under one key it is one request; another content under it is refused', async () => {
      const as = resident('resident-twice');
      const key = { 'idempotency-key': randomUUID() };
      const body = submission('13700000001');
      const answers = await Promise.all(Array.from({ length: 5 }, () => submit(as, body, key)));
      const taken = answers.filter(({ status }) => status === 201);
      // While the first is under way the others may be told to wait; said again they get its answer.
      for (const { status } of answers) expect([201, 409]).toContain(status);
      const again = await submit(as, body, key);
      expect(new Set([...taken, again].map((one) => one.body.id)).size).toBe(1);
      expect((await submit(as, { ...body, text: '别的事。' }, key)).status).toBe(422);
      // Another caller's key of the same name is another key.
      const other = await submit(resident('resident-other'), body, key);
      expect(other.status).toBe(201);
      expect(other.body.id).not.toBe(again.body.id);
    });

    it('many accounts cannot flood one phone with notices', async () => {
      const answers = [];
      for (let n = 0; n < REQUESTS_OF_A_PHONE + 3; n += 1)
        answers.push(await submit(resident(`resident-many-${n}`), submission('13700000002')));
      const statuses = answers.map(({ status }) => status);
      expect(statuses).toEqual([...Array(REQUESTS_OF_A_PHONE).fill(201), 429, 429, 429]);
      expect(answers.at(-1)!.body).toMatchObject({ code: 'too_many_requests' });
      expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
      // Written otherwise it is the same number.
      expect((await submit(resident('resident-many'), submission('137 0000 0002'))).status).not.toBe(201);
      // Another phone, and staff who write down what is told them, go on.
      expect((await submit(resident('resident-many-0'), submission('13700000003'))).status).toBe(201);
      expect((await submit(edge().near.officer, submission('13700000002'))).status).toBe(201);
    });

    it('nothing is closed that was not handled', async () => {
      const as = resident('resident-closing');
      const { id } = await edge().world.submit(SHANGHAI, submission('13700000004'), as);
      const confirmation = { solved: true, rating: 5 };
      const close = (who: Claims) =>
        edge().call('POST', `/v1/requests/${id}/confirmation`, { as: who, body: confirmation });
      expect(await close(as)).toMatchObject({ status: 409, body: { code: 'not_resolved_yet' } });
      await edge().world.actAsHolder(id, 'accept');
      await edge().world.actAsHolder(id, 'resolve', { text: '换了灯泡。' });
      for (const who of [edge().near.officer, edge().near.supervisor, edge().near.admin])
        expect(await close(who)).toMatchObject({ status: 403, body: { code: 'only_the_requester' } });
      // The holder may ask for an exception, and cannot grant it.
      const { etag } = await edge().world.client.get(`/v1/requests/${id}`, edge().near.officer);
      const asked = await edge().call('POST', `/v1/requests/${id}/closing-exception`, {
        as: edge().near.officer,
        body: { reasonCode: exceptionReason(), text: '联系不上。' },
        headers: { 'if-match': etag! },
      });
      expect([asked.status, asked.body.code]).toEqual([200, undefined]);
      const now = await edge().world.client.get(`/v1/requests/${id}`, edge().near.officer);
      const granted = await edge().call('POST', `/v1/requests/${id}/closing-exception/decision`, {
        as: edge().near.officer,
        body: { approve: true },
        headers: { 'if-match': now.etag! },
      });
      expect(granted).toMatchObject({ status: 403, body: { code: 'not_one_level_up' } });
      expect((await edge().world.request(id)).state).toBe('resolved');
    });

    it('nobody takes what was not given to him', async () => {
      const { id, etag } = edge().held;
      const neighbour = edge().far['officer of another block']!;
      for (const body of [{ officerId: neighbour.sub }, { officeCode: neighbour.office }]) {
        const taken = await edge().call('POST', `/v1/requests/${id}/assignment/transfer`, {
          as: neighbour,
          body,
          headers: { 'if-match': etag },
        });
        expect(taken).toMatchObject({ status: 404, body: { code: 'request_not_found' } });
      }
      const upwards = await edge().call('POST', `/v1/requests/${id}/assignment/transfer`, {
        as: edge().near.officer,
        body: { officeCode: edge().near.supervisor.office },
        headers: { 'if-match': etag },
      });
      expect(upwards).toMatchObject({ status: 422, body: { code: 'not_same_level' } });
    });

    const exceptionReason = (): string => edge().world.profile(SHANGHAI).closing.exceptionReasons[0]!.code;
  });
}
