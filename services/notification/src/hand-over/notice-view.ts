import { Injectable } from '@nestjs/common';
import { Sealer } from '#chassis/sealer.js';
import { toOffsetTime } from '#chassis/time.js';
import { maskedPhone, withPhonesMasked } from '#chassis/mask.js';

export interface NoticeRow {
  readonly place: string;
  readonly id: string;
  readonly request_id: string;
  readonly key: string;
  readonly number: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly area_code: string;
  readonly office_code: string | null;
  readonly channel: string;
  readonly to_sealed: string;
  readonly text_sealed: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly told_by: string | null;
  readonly planned_at: Date;
  readonly settled_at: Date | null;
}

/** Those of `NoticeRow`. */
export const NOTICE_COLUMNS = `n.place, n.id, n.request_id, n.key, n.number, n.purpose, n.recipient, n.area_code, n.office_code,
  n.channel, n.to_sealed, n.text_sealed, n.state, n.attempts, n.last_fault, n.told_by, n.planned_at, n.settled_at`;

/** A notice for staff: whom to tell what, phones masked. */
@Injectable()
export class NoticeView {
  constructor(private readonly sealer: Sealer) {}

  of(row: NoticeRow): object {
    const to = this.sealer.open<{ name?: string; phone?: string }>(row.to_sealed);
    const { text = '' } = this.sealer.open<{ text: string }>(row.text_sealed) ?? {};
    return {
      id: row.id,
      requestId: row.request_id,
      number: row.number,
      purpose: row.purpose,
      recipient: row.recipient,
      areaCode: row.area_code,
      officeCode: row.office_code,
      to: { name: to?.name ?? '', phone: maskedPhone(to?.phone ?? '') },
      text: withPhonesMasked(text),
      channel: row.channel,
      state: row.state,
      attempts: row.attempts,
      fault: row.last_fault,
      toldBy: row.told_by,
      plannedAt: toOffsetTime(row.planned_at),
      settledAt: row.settled_at && toOffsetTime(row.settled_at),
    };
  }
}

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };

/** The answer for the OpenAPI document. */
export const viewSchema = {
  type: 'object',
  required: [
    'id',
    'requestId',
    'number',
    'purpose',
    'recipient',
    'to',
    'text',
    'state',
    'attempts',
    'plannedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    requestId: { type: 'string', format: 'uuid' },
    number: text,
    purpose: text,
    recipient: { type: 'string', enum: ['resident', 'handler'] },
    areaCode: text,
    officeCode: textOrNull,
    to: { type: 'object', properties: { name: text, phone: text } },
    text,
    channel: text,
    state: text,
    attempts: { type: 'integer', minimum: 0 },
    fault: textOrNull,
    toldBy: textOrNull,
    plannedAt: { type: 'string', format: 'date-time' },
    settledAt: { type: ['string', 'null'], format: 'date-time' },
  },
};
