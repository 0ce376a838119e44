import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createIssuer } from '#chassis/mint-token.js';
import { TokenVerifier } from '#chassis/token-verifier.js';
import type { Channel } from '../../services/notification/src/channels/channel.js';
import { allowedNetworks } from '../../services/notification/src/channels/public-address.js';
import { SmsGateway } from '../../services/notification/src/channels/sms-gateway.js';
import { SmtpChannel } from '../../services/notification/src/channels/smtp.js';
import { WebhookChannel } from '../../services/notification/src/channels/webhook.js';
import { sampleNotice } from './sample-notice.js';

const HERE = allowedNetworks(['127.0.0.1']);
const notice = sampleNotice();

let written = 0;
/** Answers that never end: at once as much as is taken, or a byte now and then. */
const endless: Record<string, (response: ServerResponse) => void> = {
  'without end': (response) => {
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) written += 65_536;
      response.once('drain', pour);
    };
    pour();
  },
  'by drops': (response) => {
    const drops = setInterval(() => response.write(' '), 200);
    response.once('close', () => clearInterval(drops));
  },
  'in headers only': (response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.flushHeaders();
  },
};

const channels: Record<string, (url: URL) => Channel> = {
  webhook: (url) =>
    new WebhookChannel({ url, secrets: [`whsec_${randomBytes(24).toString('base64')}`], allowed: HERE }),
  sms: (url) => new SmsGateway({ url, token: null, allowed: HERE }),
};
const cases = Object.keys(channels).flatMap((channel) => Object.keys(endless).map((how) => [channel, how]));

const listening = async (server: Server): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
};

describe('row 13: whom we call cannot hold us', () => {
  it.each(cases)('%s answered %s is given up, and little is read', async (channel, how) => {
    written = 0;
    const server = createServer((request, response) => {
      request.resume();
      endless[how!]!(response);
    });
    const url = new URL(`http://127.0.0.1:${await listening(server)}/`);
    try {
      const [delivery] = await channels[channel!]!(url).deliver([notice], AbortSignal.timeout(60_000));
      expect(delivery).toMatchObject({ ok: false, permanent: false });
      expect(['ETIMEDOUT', 'EMSGSIZE']).toContain((delivery as { fault: string }).fault);
      // What lay in the buffers of both sides, never the stream.
      expect(written).toBeLessThan(20 * 1024 * 1024);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each<[string, (write: (text: string) => void) => void]>([
    ['a greeting without end', (write) => write(`220 ${'x'.repeat(65_536)}`)],
    ['a greeting by drops', (write) => write('2')],
  ])('mail answered by %s is given up', async (_, say) => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createTcp((socket) => {
      sockets.add(socket);
      const drops = setInterval(() => say((text) => socket.write(text)), 200);
      socket.on('error', () => undefined).once('close', () => clearInterval(drops));
    });
    const channel = new SmtpChannel({
      url: `smtp://127.0.0.1:${await listening(server)}`,
      from: 'liandong@example.org',
      domain: 'sms.example.org',
    });
    try {
      const [delivery] = await channel.deliver([notice], AbortSignal.timeout(60_000));
      expect(delivery).toMatchObject({ ok: false, permanent: false });
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it.each(Object.keys(endless))('keys answered %s are keys that cannot be had', async (how) => {
    const server = createServer((_request, response) => endless[how]!(response));
    const issuer = await createIssuer();
    const verifier = new TokenVerifier({
      issuer: issuer.issuer,
      audience: issuer.audience,
      jwksUrl: `http://127.0.0.1:${await listening(server)}/`,
      jwksFile: null,
    });
    try {
      written = 0;
      await expect(verifier.verify(await issuer.mint({ sub: 'a', role: 'admin' }))).rejects.toMatchObject({
        code: 'keys_unavailable',
      });
      expect(written).toBeLessThan(20 * 1024 * 1024);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
