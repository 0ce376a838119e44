import { type Answer, type Claims, surroundings, TestedService } from '#testing/tested-service.js';
import type { IntakeContext } from '../src/domain/decide-with.js';
import type { RequestState } from '../src/domain/request-state.js';
import { IntakeModule } from '../src/intake.module.js';
import { audits, migrations, schema } from '../src/persistence/migrations.js';

/** Intake with the committed profiles, without a broker. */
export class TestedIntake extends TestedService<RequestState, IntakeContext> {
  static async start(): Promise<TestedIntake> {
    const around = await surroundings({ schema, migrations, audits });
    return new TestedIntake(around, await this.run(around, { name: 'intake', module: IntakeModule }));
  }

  /** @param path below /v1/requests */
  override call(method: string, path: string, as: Claims, body?: unknown, headers = {}): Promise<Answer> {
    return super.call(method, `/v1/requests${path}`, as, body, headers);
  }
}
