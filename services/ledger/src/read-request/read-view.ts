import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Problem } from '#chassis/problem.js';
import type { Principal } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { Shell } from '#eventlog/shell.js';
import type { RequestView } from '../domain/request-view.js';
import { maySee } from '../may-see.js';
import { ageOfId } from './age-of-id.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Its events are on the way. Real time: what a caller waits for. */
const YOUNG_MS = 10_000;
const PATIENCE_MS = 2_000;
const FIRST_LOOK_MS = 100;

/** Reads one view for somebody. What may not be seen is not found. */
@Injectable()
export class ReadView {
  constructor(
    private readonly pool: Pool,
    private readonly shell: Shell,
  ) {}

  /** @throws Problem request_not_found */
  async read(requestId: string, principal: Principal): Promise<RequestView> {
    const view = UUID.test(requestId) ? await this.#patiently(requestId, principal) : undefined;
    if (!view || !maySee(principal, view)) throw new Problem('request_not_found');
    return view;
  }

  async #patiently(requestId: string, principal: Principal): Promise<RequestView | undefined> {
    let view = await this.#find(requestId, principal);
    if (view || ageOfId(requestId, Date.now()) > YOUNG_MS) return view;
    const until = performance.now() + PATIENCE_MS;
    for (let look = FIRST_LOOK_MS; !view; look *= 2) {
      const left = until - performance.now();
      if (left <= 0) break;
      // Another replica may be the one that reads its partition: the signal alone is not relied on.
      const changed = this.shell.changedSignal(requestId, Math.min(look, left));
      view = await this.#find(requestId, principal);
      if (!view) await changed;
    }
    return view;
  }

  async #find(requestId: string, principal: Principal): Promise<RequestView | undefined> {
    const query = {
      name: 'ledger.view',
      text: 'select body from ledger.request where request_id = $1',
      values: [requestId],
    };
    const { rows } = await inOneTrip<{ body: RequestView }>(this.pool, query, rowScopeOf(principal));
    return rows[0]?.body;
  }
}
