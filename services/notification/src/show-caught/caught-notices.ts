import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Sealer } from '#chassis/sealer.js';
import { toOffsetTime } from '#chassis/time.js';
import { maskedPhone, withPhonesMasked } from '#chassis/mask.js';
import { inOneTrip } from '#eventlog/in-transaction.js';

export interface CaughtNotice {
  readonly id: string;
  readonly requestId: string;
  readonly number: string;
  readonly purpose: string;
  readonly recipient: string;
  /** Masked. */
  readonly to: { readonly name: string; readonly phone: string };
  readonly text: string;
  /** RFC 3339 with offset. */
  readonly at: string;
}

interface Row {
  readonly notice_id: string;
  readonly request_id: string;
  readonly number: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly to_sealed: string;
  readonly text_sealed: string;
  readonly caught_at: Date;
}

@Injectable()
export class CaughtNotices {
  constructor(
    private readonly pool: Pool,
    private readonly sealer: Sealer,
  ) {}

  /** In the order of sending; the last ones where there are more than `limit`. */
  async list(number: string | null, limit: number): Promise<CaughtNotice[]> {
    const { rows } = await inOneTrip<Row>(this.pool, {
      name: 'notification.caught',
      text: `select notice_id, request_id, number, purpose, recipient, to_sealed, text_sealed, caught_at
        from notification.caught where $1::text is null or number = $1 order by place desc limit $2`,
      values: [number, limit],
    });
    return rows.toReversed().map((row) => this.#shown(row));
  }

  #shown(row: Row): CaughtNotice {
    const to = this.sealer.open<{ name?: string; phone?: string }>(row.to_sealed);
    const { text = '' } = this.sealer.open<{ text: string }>(row.text_sealed) ?? {};
    return {
      id: row.notice_id,
      requestId: row.request_id,
      number: row.number,
      purpose: row.purpose,
      recipient: row.recipient,
      to: { name: to?.name ?? '', phone: maskedPhone(to?.phone ?? '') },
      text: withPhonesMasked(text),
      at: toOffsetTime(row.caught_at),
    };
  }
}

const text = { type: 'string' };
const properties = {
  id: { type: 'string', format: 'uuid' },
  requestId: { type: 'string', format: 'uuid' },
  number: text,
  purpose: text,
  recipient: { type: 'string', enum: ['resident', 'handler'] },
  to: { type: 'object', required: ['name', 'phone'], properties: { name: text, phone: text } },
  text,
  at: { type: 'string', format: 'date-time' },
};

/** One of them, for the OpenAPI document. */
export const caughtSchema = { type: 'object', required: Object.keys(properties), properties };
