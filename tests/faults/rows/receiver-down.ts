import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callsBetween } from '../calls.js';
import type { Row } from '../row.js';
import type { Scene } from '../scene.js';
import { sql } from '../sql.js';

type Mood = 'well' | 'failing' | 'slow' | 'hanging';
const BAD: readonly Mood[] = ['failing', 'slow', 'hanging'];

/** Stands where an operator’s webhook would, and is in the mood it is told. */
class Receiver {
  mood: Mood = 'well';
  /** Times of the attempts, by webhook-id. */
  readonly attempts = new Map<string, number[]>();
  readonly accepted = new Set<string>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    this.attempts.clear();
    this.accepted.clear();
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = String(request.headers['webhook-id']);
    this.attempts.set(id, [...(this.attempts.get(id) ?? []), Date.now()]);
    if (this.mood === 'hanging') return;
    if (this.mood === 'failing') return void response.writeHead(500).end();
    if (this.mood === 'slow') await new Promise((resolve) => setTimeout(resolve, 2_000));
    this.accepted.add(id);
    response.writeHead(200).end();
  }
}

const receiver = new Receiver();

export const receiverDown: Row = {
  number: 19,
  title: 'the receiver of notices fails, is slow, hangs',
  about: `Notices go out by webhook to a server that answers 500, then after two seconds, then not at all, in an order by chance, and
is well again. Each is tried again under the same webhook-id after a wait that grows, and by chance differs; none is lost; requests,
officers and deadlines notice nothing of it.`,
  seconds: 30,
  recoversWithin: 30,
  rate: 10,
  city: {
    env: async () => ({
      NOTICE_CHANNEL: 'webhook',
      NOTICE_WEBHOOK_URL: await receiver.start(),
      NOTICE_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
      NOTICE_ALLOWED_NETWORKS: '127.0.0.1/32',
      NOTICE_RETRY_FIRST_MS: '200',
    }),
    afterwards: () => receiver.stop(),
  },
  async play(scene) {
    const from = Date.now();
    for (const mood of BAD.toSorted(() => scene.random() - 0.5)) {
      receiver.mood = mood;
      await scene.pass(scene.seconds / BAD.length);
    }
    receiver.mood = 'well';
    return playedOf(scene, from);
  },
};

async function playedOf(scene: Scene, from: number): Promise<Awaited<ReturnType<Row['play']>>> {
  const again = [...receiver.attempts.values()].filter((attempts) => attempts.length > 1);
  const submitted = callsBetween(scene.load.calls.made, 'submit', from);
  const refused = submitted.filter(({ status }) => status !== 201).length;
  const waits = again.map(([first, second]) => second! - first!);
  return {
    injected: {
      count: again.length,
      what: `${receiver.attempts.size} notices, ${again.length} of them tried more than once`,
    },
    claims: [
      {
        what: 'waits differ by chance',
        figure: `${new Set(waits).size} different`,
        holds: new Set(waits).size > again.length / 10,
      },
      {
        what: 'residents are taken in all the time',
        figure: `${refused} of ${submitted.length} not`,
        holds: refused === 0,
      },
    ],
    rested: async () => {
      const notices = await sql<{ id: string; state: string }>(
        scene.city.databaseUrl,
        'select id, state from notification.notice',
      );
      const known = new Set(notices.map(({ id }) => id));
      const strange = [...receiver.attempts.keys()].filter((id) => !known.has(id)).length;
      const sent = notices.filter(({ state }) => state === 'sent');
      const unheard = sent.filter(({ id }) => !receiver.accepted.has(id)).length;
      return [
        {
          what: 'a notice keeps its webhook-id, however often it is tried',
          figure: `${strange} of ${receiver.attempts.size} belong to no notice`,
          holds: strange === 0,
        },
        {
          what: 'what counts as sent was accepted',
          figure: `${unheard} of ${sent.length} not`,
          holds: unheard === 0 && sent.length > 0,
        },
      ];
    },
  };
}
