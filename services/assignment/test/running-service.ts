import { type Answer, type Claims, surroundings, TestedService } from '#testing/tested-service.js';
import { AssignmentModule } from '../src/assignment.module.js';
import type { AssignmentContext } from '../src/domain/context.js';
import type { RequestState } from '../src/domain/request-state.js';
import { migrations, schema } from '../src/persistence/migrations.js';
import { readCsvBodies } from '../src/registry/imports/read-csv-bodies.js';
import { DISTRICT, profile } from './world.js';

/** Assignment with a small profile; without a broker unless one is given. */
export class TestedAssignment extends TestedService<RequestState, AssignmentContext> {
  static async start(env: Record<string, string> = {}): Promise<TestedAssignment> {
    const around = await surroundings(
      { schema, migrations },
      { JURISDICTIONS: JSON.stringify([{ code: DISTRICT, name: '静安区', profile: 'sample' }]), ...env },
      { sample: profile },
    );
    return new TestedAssignment(
      around,
      await this.run(around, { name: 'assignment', module: AssignmentModule, configure: readCsvBodies }),
    );
  }

  /** Text and bytes are CSV. */
  override call(method: string, path: string, as: Claims, body?: unknown, headers = {}): Promise<Answer> {
    const csv = typeof body === 'string' || Buffer.isBuffer(body);
    return super.call(method, path, as, body, { ...(csv ? { 'content-type': 'text/csv' } : {}), ...headers });
  }

  act(id: string, path: string, as: Claims, etag: string, body: unknown = {}, headers = {}): Promise<Answer> {
    return this.call('POST', `/v1/requests/${id}/assignment/${path}`, as, body, {
      'if-match': etag,
      ...headers,
    });
  }

  async holders(requestId: string): Promise<any[]> {
    return (
      await this.database.pool.query('select * from assignment.holding where request_id = $1', [requestId])
    ).rows;
  }
}
