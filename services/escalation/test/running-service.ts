import { randomUUID } from 'node:crypto';
import { Clock } from '#chassis/clock.js';
import {
  type Answer,
  type Claims,
  INTERNAL_TOKEN,
  surroundings,
  TestedService,
} from '#testing/tested-service.js';
import type { EscalationContext } from '../src/domain/context.js';
import type { EscalationState } from '../src/domain/escalation-state.js';
import { rememberWhenSubmitted } from '../src/domain/remember-when-submitted.js';
import { setDeadlinesWhenAssigned } from '../src/domain/set-deadlines-when-assigned.js';
import { EscalationModule } from '../src/escalation.module.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { assigned, profile, submitted, TUESDAY_10 } from './world.js';

/** Escalation on a stepped clock; without a broker unless one is given. */
export class TestedEscalation extends TestedService<EscalationState, EscalationContext> {
  private version = 1;

  static async start(env: Record<string, string> = {}): Promise<TestedEscalation> {
    const around = await surroundings(
      { schema, migrations },
      {
        JURISDICTIONS: JSON.stringify([{ code: '310106', name: '静安区', profile: 'sample' }]),
        CLOCK: 'virtual',
        ...env,
      },
      { sample: profile },
    );
    await around.database.pool.query(
      `insert into clock.setting (id, mode, rate, base, real_base, version) values (1, 'stepped', 1, $1, $1, 1)
       on conflict (id) do update set mode = excluded.mode, base = excluded.base, real_base = excluded.real_base, version = 1`,
      [TUESDAY_10],
    );
    return new TestedEscalation(
      around,
      await this.run(around, { name: 'escalation', module: EscalationModule }),
    );
  }

  act(id: string, path: string, as: Claims, body: unknown, headers = {}): Promise<Answer> {
    return this.call('POST', `/v1/requests/${id}/${path}`, as, body, { 'if-match': '"1.1"', ...headers });
  }

  /** A request held by the village since Tuesday 10:00. */
  async held(assignment: Parameters<typeof assigned>[0] = {}, time = TUESDAY_10): Promise<string> {
    const requestId = randomUUID();
    await this.react(requestId, (state) => rememberWhenSubmitted(state, { ...submitted(), requestId }));
    const body = { ...assigned(assignment), requestId };
    await this.react(requestId, (state, context) => setDeadlinesWhenAssigned(state, { body, time }, context));
    return requestId;
  }

  /** Sets the stepped clock and does what is due then. */
  async advance(to: string): Promise<number> {
    this.version += 1;
    this.running.app
      .get(Clock)
      .set({ mode: 'stepped', rate: 1, base: Date.parse(to), realBase: 0, version: this.version });
    const answer = await fetch(`${this.running.url}/internal/tick`, {
      method: 'POST',
      headers: { 'x-internal-token': INTERNAL_TOKEN },
    });
    return ((await answer.json()) as { fired: number }).fired;
  }

  async deadlines(requestId: string): Promise<{ kind: string; ordinal: number; due: string }[]> {
    const { rows } = await this.database.pool.query(
      `select kind, ordinal, to_char(due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI') as due
       from escalation.deadline where request_id = $1 order by due_at, kind, ordinal`,
      [requestId],
    );
    return rows;
  }
}
