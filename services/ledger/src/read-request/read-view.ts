import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Problem } from '#chassis/problem.js';
import type { Principal } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { CatchUp } from '#eventlog/catch-up.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import type { RequestView } from '../domain/request-view.js';
import { maySee } from '../may-see.js';
import { ageOfId } from './age-of-id.js';
import { Changes } from './changes.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Its events may be on their way to the log. Real time: what a caller waits for. */
const YOUNG_MS = 10_000;
const PATIENCE_MS = 2_000;
const ASK_AGAIN_AFTER_S = 2;

/** Reads one view for somebody. What may not be seen is not found. */
@Injectable()
export class ReadView {
  constructor(
    private readonly pool: Pool,
    private readonly changes: Changes,
    private readonly catchUp: CatchUp,
  ) {}

  /** @throws Problem request_not_found; not_known_yet where its events may be on the log and are not read yet */
  async read(requestId: string, principal: Principal): Promise<RequestView> {
    const view = UUID.test(requestId) ? await this.#patiently(requestId, principal) : undefined;
    if (!view || !maySee(principal, view)) throw new Problem('request_not_found');
    return view;
  }

  /** Reads it once it is other than what is known of it, or `over` is aborted. @throws Problem as `read` */
  readOnceChanged(
    requestId: string,
    principal: Principal,
    isKnown: (view: RequestView) => boolean,
    over: AbortSignal,
  ): Promise<RequestView> {
    const look = () => this.read(requestId, principal);
    return this.changes.until(requestId, over, look, (view) => !isKnown(view));
  }

  /** What is not there once all is read that was on the log does not exist, unless it is young. */
  async #patiently(requestId: string, principal: Principal): Promise<RequestView | undefined> {
    const look = () => this.#find(requestId, principal);
    const found = await look();
    const age = ageOfId(requestId, Date.now());
    if (found || age === Infinity) return found;
    const enough = new AbortController();
    const over = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), enough.signal]);
    const caughtUp = this.catchUp.reached(over);
    if (age > YOUNG_MS) void caughtUp.then(() => enough.abort());
    const view = await this.changes.until(requestId, over, look, Boolean);
    enough.abort();
    if (view) return view;
    if (!(await caughtUp))
      throw new Problem('not_known_yet', { headers: { 'retry-after': String(ASK_AGAIN_AFTER_S) } });
    // What was read last may have come while it was being looked for.
    return look();
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
