import type { BlockList } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Channel, delivered, type Delivery, failed, type NoticeToSend } from './channel.js';
import { oneByOne } from './one-by-one.js';
import { isPermanent, postJson } from './post-json.js';

export interface WebhookSettings {
  readonly url: URL;
  /** `whsec_…`; during a rotation both sign. */
  readonly secrets: readonly string[];
  /** Beside public addresses. */
  readonly allowed: BlockList;
}

/**
 * A signed webhook (Standard Webhooks): the same `webhook-id` at each attempt, a new timestamp, one signature per secret.
 * Only public addresses are called, after resolution, and no redirect is followed.
 */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  readonly #signers: readonly Webhook[];

  constructor(private readonly settings: WebhookSettings) {
    this.#signers = settings.secrets.map((secret) => new Webhook(secret));
  }

  deliver(notices: readonly NoticeToSend[], signal: AbortSignal): Promise<Delivery[]> {
    return oneByOne(notices, (notice, until) => this.#send(notice, until), signal);
  }

  async #send(notice: NoticeToSend, signal: AbortSignal): Promise<Delivery> {
    const { url, allowed } = this.settings;
    const body = JSON.stringify({ type: 'notice', data: notice });
    // Real time: receivers refuse what is signed in another century.
    const at = new Date();
    const answer = await postJson({
      url,
      headers: {
        'webhook-id': notice.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': this.#signers.map((signer) => signer.sign(notice.id, at, body)).join(' '),
      },
      body,
      signal,
      allowed,
    });
    if (answer.status >= 200 && answer.status <= 299) return delivered();
    return failed(`status ${answer.status}`, isPermanent(answer.status));
  }
}
