import { randomUUID } from 'node:crypto';
import type { Outgoing } from '#contracts/catalogue.js';
import type { Outcome } from '#eventlog/input.js';
import { type Answer, surroundings, TestedService } from '#testing/tested-service.js';
import { DeliverNotices } from '../src/deliver/deliver-notices.js';
import type { NotificationContext } from '../src/domain/context.js';
import type { NoticeEvent } from '../src/domain/occasion.js';
import { planNotices } from '../src/domain/plan-notices.js';
import type { RequestState } from '../src/domain/request-state.js';
import { NotificationModule } from '../src/notification.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { keepRawBody } from '../src/receive-receipts/keep-raw-body.js';

export interface NoticeRow {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly receipt: string | null;
}

/** Notification with the committed profile of Shanghai, without a broker. */
export class TestedNotification extends TestedService<RequestState, NotificationContext> {
  private before: NodeJS.ProcessEnv = {};

  /** @param notices the NOTICE_… settings, which the service reads from its environment */
  static async start(notices: Record<string, string> = {}): Promise<TestedNotification> {
    const before = { ...process.env };
    Object.assign(process.env, notices);
    const around = await surroundings(
      { schema, migrations },
      {
        JURISDICTIONS: JSON.stringify([{ code: '310106', name: '静安区', profile: 'shanghai' }]),
        CLOCK: 'virtual',
        DEMO: '1',
      },
    );
    const running = await this.run(around, {
      name: 'notification',
      module: NotificationModule,
      configure: keepRawBody,
    });
    return Object.assign(new TestedNotification(around, running), { before });
  }

  override async stop(): Promise<void> {
    await super.stop();
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path, {});
  }

  get deliveries(): DeliverNotices {
    return this.running.app.get(DeliverNotices, { strict: false });
  }

  /** As if the events had arrived, in one batch. @param ids their ids; the same again are the same events delivered again */
  async hear(events: readonly Outgoing[], ids = events.map(() => randomUUID())): Promise<Outcome<unknown>[]> {
    return this.shell.handle(
      events.map((event, at) => ({
        requestId: event.body.requestId,
        eventId: ids[at]!,
        decide: (state, context) => planNotices(state, event as NoticeEvent, context),
      })),
    );
  }

  async notices(requestId: string): Promise<NoticeRow[]> {
    const { rows } = await this.database.pool.query<NoticeRow>(
      'select * from notification.notice where request_id = $1 order by place',
      [requestId],
    );
    return rows;
  }
}
