import { randomUUID } from 'node:crypto';
import type { BodyOf } from '#contracts/catalogue.js';
import { type Answer, type Claims, surroundings, TestedService } from '#testing/tested-service.js';
import { classifyByRules } from '../src/domain/classify-by-rules.js';
import { classifyWhenSubmitted } from '../src/domain/classify-when-submitted.js';
import type { TriageContext } from '../src/domain/triage-context.js';
import type { TriageState } from '../src/domain/triage-state.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { TriageModule } from '../src/triage.module.js';
import { submitted } from './lives.js';

export const triageSurroundings = (env: Record<string, string> = {}) =>
  surroundings({ schema, migrations }, env);

/** Triage with the committed profiles; without a broker unless one is given. */
export class TestedTriage extends TestedService<TriageState, TriageContext> {
  static async start(env: Record<string, string> = {}): Promise<TestedTriage> {
    const around = await triageSurroundings(env);
    return new TestedTriage(around, await this.run(around, { name: 'triage', module: TriageModule }));
  }

  /** With the ETag of a request nobody holds yet. */
  act(id: string, act: string, as: Claims, body: object, headers = {}): Promise<Answer> {
    return this.call('POST', `/v1/requests/${id}/${act}`, as, body, { 'if-match': '"0.0"', ...headers });
  }

  /** A request with these words arrives; its id. */
  async submit(text: string, more: Partial<BodyOf<'RequestSubmitted'>> = {}): Promise<string> {
    const requestId = more.requestId ?? randomUUID();
    const body = submitted({ sealed: this.seal({ text }), ...more, requestId });
    await this.react(requestId, (state, context) =>
      classifyWhenSubmitted(state, body, context, classifyByRules),
    );
    return requestId;
  }
}
