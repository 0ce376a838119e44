import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Edge, RECEIPT_SECRETS } from './edge.js';

const FIVE_MINUTES_S = 300;

export function row22(edge: () => Edge): void {
  describe('row 22: what providers report is signed', () => {
    interface Sent {
      readonly secret?: string;
      readonly id?: string;
      /** Seconds from now. */
      readonly at?: number;
      readonly altered?: string;
      readonly without?: string;
    }
    const report = (
      status: string,
      { secret = RECEIPT_SECRETS.next, id = randomUUID(), ...how }: Sent = {},
    ) => {
      const body = JSON.stringify({ noticeId: edge().noticeId, status });
      const at = new Date(Date.now() + (how.at ?? 0) * 1000);
      const headers = Object.entries({
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      }).filter(([name]) => name !== how.without);
      return edge().call('POST', '/v1/notices/receipts', {
        body: how.altered ?? body,
        headers: Object.fromEntries(headers),
      });
    };

    it('by either secret of a rotation', async () => {
      for (const secret of Object.values(RECEIPT_SECRETS))
        expect((await report('delivered', { secret })).status).toBe(204);
    });

    it.each<[string, () => Sent]>([
      ['of a stranger', () => ({ secret: `whsec_${randomBytes(24).toString('base64')}` })],
      ['altered', () => ({ altered: JSON.stringify({ noticeId: edge().noticeId, status: 'failed' }) })],
      ['old', () => ({ at: -FIVE_MINUTES_S - 5 })],
      ['from the future', () => ({ at: FIVE_MINUTES_S + 5 })],
      ['without an id', () => ({ without: 'webhook-id' })],
      ['without a time', () => ({ without: 'webhook-timestamp' })],
      ['without a signature', () => ({ without: 'webhook-signature' })],
    ])('%s: 401, and nothing is changed', async (_, how) => {
      expect(await report('delivered', how())).toMatchObject({
        status: 401,
        body: { code: 'signature_invalid' },
      });
      expect(await stateOfNotice()).toMatchObject({ state: 'sent', receipt: 'delivered' });
    });

    it('replayed it has no second effect, though its signature is good', async () => {
      const first = { id: randomUUID(), at: 0 };
      expect((await report('delivered', first)).status).toBe(204);
      expect((await report('failed')).status).toBe(204);
      expect((await report('delivered', first)).status).toBe(204);
      expect(await stateOfNotice()).toMatchObject({ state: 'undeliverable', receipt: 'failed' });
    });

    async function stateOfNotice() {
      const { rows } = await edge().database.query(
        'select state, receipt from notification.notice where id = $1',
        [edge().noticeId],
      );
      return rows[0] as object;
    }
  });
}
