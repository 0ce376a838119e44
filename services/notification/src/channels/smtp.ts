import { createTransport, type Transporter } from 'nodemailer';
import { type Channel, delivered, type Delivery, failed, type NoticeToSend } from './channel.js';
import { oneByOne } from './one-by-one.js';

export interface SmtpSettings {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  readonly from: string;
  /** Residents leave a phone, not a mailbox: mail goes to `<phone>@<domain>` of a mail-to-SMS gateway. */
  readonly domain: string;
}

const TIMEOUT_MS = 5_000;
/** The whole conversation: a server that goes on saying something is never silent. */
const CONVERSATION_MS = 15_000;
/** Of one answer, bytes. */
const LARGEST_ANSWER = 64 * 1024;

export class SmtpChannel implements Channel {
  readonly name = 'smtp';
  readonly #transport: Transporter;

  constructor(private readonly settings: SmtpSettings) {
    const { hostname, port, protocol, username, password } = new URL(settings.url);
    this.#transport = createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
      secure: protocol === 'smtps:',
      ...(username
        ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
        : {}),
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      maxResponseSize: LARGEST_ANSWER,
      // A text is a text, never a file or a URL to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  deliver(notices: readonly NoticeToSend[], signal: AbortSignal): Promise<Delivery[]> {
    return oneByOne(notices, (notice, until) => this.#send(notice, until), signal);
  }

  async #send({ id, number, to, text }: NoticeToSend, signal: AbortSignal): Promise<Delivery> {
    const { from, domain } = this.settings;
    try {
      const sent = await this.#transport.sendMail({
        from,
        to: { name: to.name, address: `${to.phone.replace(/[^\d+]/g, '')}@${domain}` },
        subject: `联动 ${number}`,
        text,
        // The same at each attempt, so that a mailbox can tell repeats.
        messageId: `<${id}@liandong>`,
        signal: AbortSignal.any([signal, AbortSignal.timeout(CONVERSATION_MS)]),
      });
      return delivered(sent.messageId.slice(0, 200));
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      return failed(responseCode ? `status ${responseCode}` : (code ?? 'smtp'), (responseCode ?? 0) >= 500);
    }
  }
}
