import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Problem } from '#chassis/problem.js';
import type { Principal } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import type { RequestView } from '../domain/request-view.js';
import { maySee } from '../may-see.js';
import { ageOfId } from './age-of-id.js';
import { Changes } from './changes.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Its events are on the way. Real time: what a caller waits for. */
const YOUNG_MS = 10_000;
const PATIENCE_MS = 2_000;

/** Reads one view for somebody. What may not be seen is not found. */
@Injectable()
export class ReadView {
  constructor(
    private readonly pool: Pool,
    private readonly changes: Changes,
  ) {}

  /** @throws Problem request_not_found */
  async read(requestId: string, principal: Principal): Promise<RequestView> {
    const view = UUID.test(requestId) ? await this.#patiently(requestId, principal) : undefined;
    if (!view || !maySee(principal, view)) throw new Problem('request_not_found');
    return view;
  }

  /** Reads it once it is other than what is known of it, or `over` is aborted. @throws Problem request_not_found */
  readOnceChanged(
    requestId: string,
    principal: Principal,
    isKnown: (view: RequestView) => boolean,
    over: AbortSignal,
  ): Promise<RequestView> {
    const look = () => this.read(requestId, principal);
    return this.changes.until(requestId, over, look, (view) => !isKnown(view));
  }

  async #patiently(requestId: string, principal: Principal): Promise<RequestView | undefined> {
    const look = () => this.#find(requestId, principal);
    const view = await look();
    if (view || ageOfId(requestId, Date.now()) > YOUNG_MS) return view;
    return this.changes.until(requestId, AbortSignal.timeout(PATIENCE_MS), look, (found) => Boolean(found));
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
