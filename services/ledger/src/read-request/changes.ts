import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { wordsOf } from '#eventlog/words-of-error.js';
import { inOneTrip } from '#eventlog/in-transaction.js';
import { Shell } from '#eventlog/shell.js';
import type { RequestView } from '../domain/request-view.js';

/** How often it is asked what other replicas wrote: once for all who wait, never while nobody does. */
const LOOK_EVERY_MS = 250;

/** Somebody who knows so many entries of a request's timeline and wants to see more. */
interface Waiter {
  readonly requestId: string;
  readonly entries: number;
  readonly wake: () => void;
}

/** Waits for requests to change, whichever replica of the ledger reads their events. */
@Injectable()
export class Changes {
  readonly #waiters = new Set<Waiter>();
  readonly #log = new Logger('changes');
  #looking = false;

  constructor(
    private readonly pool: Pool,
    private readonly shell: Shell,
  ) {}

  /** Looks, and again after each change, until what is seen is enough or `over` is aborted; resolves with what was seen last. */
  async until<V extends RequestView | undefined>(
    requestId: string,
    over: AbortSignal,
    look: () => Promise<V>,
    enough: (view: V) => boolean,
  ): Promise<V> {
    for (;;) {
      const woken = new AbortController();
      // Listens before it looks: what is written meanwhile is not missed.
      const changed = this.shell.changedSignal(requestId, AbortSignal.any([over, woken.signal]));
      const wake = (): void => woken.abort('woken');
      try {
        const view = await look();
        if (enough(view) || over.aborted) return view;
        await this.#orElsewhere(changed, {
          requestId: requestId.toLowerCase(),
          entries: view?.entries ?? 0,
          wake,
        });
      } finally {
        wake();
      }
    }
  }

  async #orElsewhere(changed: Promise<void>, waiter: Waiter): Promise<void> {
    this.#waiters.add(waiter);
    if (!this.#looking) void this.#lookElsewhere();
    await changed;
    this.#waiters.delete(waiter);
  }

  async #lookElsewhere(): Promise<void> {
    this.#looking = true;
    for (await sleep(LOOK_EVERY_MS); this.#waiters.size > 0; await sleep(LOOK_EVERY_MS))
      try {
        const waiters = [...this.#waiters];
        const entries = await this.#entriesOf([...new Set(waiters.map(({ requestId }) => requestId))]);
        for (const { requestId, entries: known, wake } of waiters)
          if ((entries.get(requestId) ?? 0) !== known) wake();
      } catch (error) {
        this.#log.debug(`what other replicas wrote is not seen for the moment: ${wordsOf(error)}`);
      }
    this.#looking = false;
  }

  async #entriesOf(requestIds: string[]): Promise<Map<string, number>> {
    const { rows } = await inOneTrip<{ id: string; entries: number }>(this.pool, {
      name: 'ledger.length-of-timelines',
      text: `select id, (select max(seq) from ledger.timeline_entry where request_id = id) as entries from unnest($1::uuid[]) as r(id)`,
      values: [requestIds],
    });
    return new Map(rows.map(({ id, entries }) => [id, entries]));
  }
}
