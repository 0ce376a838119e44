import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Provider } from '../../test/provider.js';
import type { NoticeToSend } from './channel.js';
import { postJson } from './post-json.js';
import { allowedNetworks } from './public-address.js';
import { SmsGateway } from './sms-gateway.js';
import { SmtpChannel } from './smtp.js';
import { WebhookChannel } from './webhook.js';

const notice = (changes: Partial<NoticeToSend> = {}): NoticeToSend => ({
  id: randomUUID(),
  requestId: randomUUID(),
  number: '310106-261124-00017-4',
  purpose: 'received',
  recipient: 'resident',
  to: { name: '李某', phone: '19900010001' },
  text: '您的诉求已收到',
  ...changes,
});
const HERE = allowedNetworks(['127.0.0.1']);
const inTime = () => AbortSignal.timeout(30_000);

let provider: Provider;
beforeAll(async () => {
  provider = await Provider.start();
});
afterAll(() => provider.stop());
beforeEach(() => {
  provider.calls.length = 0;
});

describe('the SMS gateway', () => {
  const sms = () => new SmsGateway({ url: new URL(provider.url), token: 'secret', allowed: HERE });
  const send = async (one = notice()) => (await sms().deliver([one], inTime()))[0];

  it('is told id, number and text, and by a key that is the same each time', async () => {
    provider.reply = () => ({ status: 200, body: '{"status":"accepted","id":"p-1"}' });
    const one = notice();
    expect(await send(one)).toEqual({ ok: true, reference: 'p-1' });
    expect(JSON.parse(provider.calls[0]!.body)).toEqual({ id: one.id, to: one.to.phone, text: one.text });
    expect(provider.calls[0]!.headers).toMatchObject({
      'idempotency-key': one.id,
      authorization: 'Bearer secret',
    });
  });

  it.each([
    ['{"status":"rejected"}', { ok: false, fault: 'rejected', permanent: true }],
    ['<html>ok</html>', { ok: false, fault: 'not an answer we know', permanent: false }],
    ['{"status":"accepted","id":7}', { ok: false, fault: 'not an answer we know', permanent: false }],
    [
      JSON.stringify({ status: 'accepted', more: 'x'.repeat(100_000) }),
      { ok: false, fault: 'EMSGSIZE', permanent: false },
    ],
  ])('that answers %.40s', async (body, delivery) => {
    provider.reply = () => ({ status: 200, body });
    expect(await send()).toEqual(delivery);
  });

  it('is not asked to write to a landline', async () => {
    expect(await send(notice({ to: { name: '', phone: '02162345678' } }))).toMatchObject({ permanent: true });
    expect(provider.calls).toEqual([]);
  });

  it('one that fails does not keep the others from going', async () => {
    provider.reply = ({ body }) =>
      body.includes('坏') ? { status: 500 } : { status: 200, body: '{"status":"accepted"}' };
    const answers = await sms().deliver([notice({ text: '坏' }), notice(), notice()], inTime());
    expect(answers.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  it('writes to one person in order', async () => {
    provider.reply = () => ({ status: 200, body: '{"status":"accepted"}' });
    const requestId = randomUUID();
    const texts = ['一', '二', '三', '四'];
    await sms().deliver(
      texts.map((text) => notice({ requestId, text })),
      inTime(),
    );
    expect(provider.calls.map(({ body }) => JSON.parse(body).text)).toEqual(texts);
  });
});

describe('posting', () => {
  it('gives up when nothing is said', async () => {
    provider.reply = () => null;
    const posting = postJson({
      url: new URL(provider.url),
      headers: {},
      body: '{}',
      signal: inTime(),
      timeoutMs: 100,
      allowed: HERE,
    });
    await expect(posting).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://localhost:1/',
    'http://10.0.0.1/',
    'http://0x7f000001/',
  ])('a webhook to %s is not sent', async (url) => {
    const channel = new WebhookChannel({
      url: new URL(url),
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      allowed: allowedNetworks([]),
    });
    expect(await channel.deliver([notice()], inTime())).toEqual([
      { ok: false, fault: 'EFORBIDDENADDRESS', permanent: false },
    ]);
  });
});

describe('mail to an SMS gateway', () => {
  let server: Server;
  const mails: string[] = [];
  let refuse = false;
  beforeAll(async () => {
    server = createServer((socket) => {
      let data = false;
      socket.setEncoding('utf8').write('220 stub\r\n');
      socket.on('error', () => {});
      socket.on('data', (text: string) => {
        if (data) mails[mails.length - 1] += text;
        if (data && !text.endsWith('\r\n.\r\n')) return;
        if (data) socket.write('250 taken\r\n');
        else if (/^EHLO/i.test(text)) socket.write('250-stub\r\n250 8BITMIME\r\n');
        else if (/^RCPT/i.test(text)) {
          mails.push(text);
          socket.write(refuse ? '550 no such number\r\n' : '250 ok\r\n');
        } else if (/^DATA/i.test(text)) socket.write('354 go on\r\n');
        else socket.write(/^QUIT/i.test(text) ? '221 bye\r\n' : '250 ok\r\n');
        data = /^DATA/i.test(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    mails.length = 0;
  });

  const smtp = () =>
    new SmtpChannel({
      url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
      from: 'liandong@example.org',
      domain: 'sms.example.org',
    });

  it('goes to the phone’s mailbox under the notice’s id', async () => {
    refuse = false;
    const one = notice();
    expect(await smtp().deliver([one], inTime())).toMatchObject([{ ok: true }]);
    expect(mails[0]).toContain('<19900010001@sms.example.org>');
    expect(mails[0]).toContain(`Message-ID: <${one.id}@liandong>`);
  });

  it('refused for good is not tried again', async () => {
    refuse = true;
    expect(await smtp().deliver([notice()], inTime())).toEqual([
      { ok: false, fault: 'status 550', permanent: true },
    ]);
  });
});
