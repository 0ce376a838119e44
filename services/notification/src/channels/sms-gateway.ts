import type { BlockList } from 'node:net';
import { Ajv } from 'ajv';
import { type Channel, delivered, type Delivery, failed, type NoticeToSend } from './channel.js';
import { oneByOne } from './one-by-one.js';
import { isPermanent, postJson } from './post-json.js';

export interface SmsSettings {
  readonly url: URL;
  readonly token: string | null;
  /** Beside public addresses. */
  readonly allowed: BlockList;
}

interface SmsAnswer {
  readonly status: 'accepted' | 'rejected';
  readonly id?: string;
}

/** What the gateway may answer; anything else counts as a failure, whatever its status says. */
const isSmsAnswer = new Ajv().compile<SmsAnswer>({
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['accepted', 'rejected'] },
    id: { type: 'string', maxLength: 200 },
  },
});

const MAINLAND_MOBILE = /^1\d{10}$/;

/** An HTTP SMS gateway: `POST {id, to, text}`, answered `{status: accepted | rejected, id?}`. */
export class SmsGateway implements Channel {
  readonly name = 'sms';

  constructor(private readonly settings: SmsSettings) {}

  deliver(notices: readonly NoticeToSend[], signal: AbortSignal): Promise<Delivery[]> {
    return oneByOne(notices, (notice, until) => this.#send(notice, until), signal);
  }

  async #send({ id, to, text }: NoticeToSend, signal: AbortSignal): Promise<Delivery> {
    // A landline cannot read.
    if (!MAINLAND_MOBILE.test(to.phone) && !to.phone.startsWith('+')) return failed('not a mobile', true);
    const { url, token, allowed } = this.settings;
    const answer = await postJson({
      url,
      headers: { 'idempotency-key': id, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ id, to: to.phone, text }),
      signal,
      allowed,
    });
    if (answer.status < 200 || answer.status > 299)
      return failed(`status ${answer.status}`, isPermanent(answer.status));
    const said = parsed(answer.text);
    if (!isSmsAnswer(said)) return failed('not an answer we know');
    return said.status === 'accepted' ? delivered(said.id ?? null) : failed('rejected', true);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
