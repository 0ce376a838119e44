import type { Pool } from 'pg';
import type { Sealer } from '#chassis/sealer.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { type Channel, delivered, type Delivery, type NoticeToSend } from './channel.js';

/** Catches notices in a table instead of telling anybody: for the demo and the tests, read at `/dev/outbox`. */
export class Catcher implements Channel {
  readonly name = 'catcher';

  constructor(
    private readonly pool: Pool,
    private readonly sealer: Sealer,
    private readonly clock: { nowInstant(): string },
  ) {}

  async deliver(notices: readonly NoticeToSend[]): Promise<Delivery[]> {
    const rows = notices.map(({ id, requestId, number, purpose, recipient, to, text }, place) => ({
      ...{ place, notice_id: id, request_id: requestId, number, purpose, recipient },
      to_sealed: this.sealer.seal(to),
      text_sealed: this.sealer.seal({ text }),
    }));
    await inOneTrip(this.pool, {
      name: 'notification.catch',
      text: `insert into notification.caught (notice_id, request_id, number, purpose, recipient, to_sealed, text_sealed, caught_at)
        select notice_id, request_id, number, purpose, recipient, to_sealed, text_sealed, $2
        from jsonb_to_recordset($1::jsonb) as n(place int, notice_id uuid, request_id uuid, number text, purpose text,
          recipient text, to_sealed text, text_sealed text)
        order by n.place on conflict (notice_id) do nothing`,
      values: [JSON.stringify(rows), this.clock.nowInstant()],
    });
    return notices.map(() => delivered());
  }
}
