import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock } from '#chassis/clock.js';
import { DueWork } from '#chassis/due-work.js';
import type { Principal } from '#chassis/principal.js';
import { rowScopeOf } from '#chassis/scope.js';
import { type RowScope, setScope } from '#eventlog/row-scope.js';
import { UNSTAFFED } from '../domain/route-upwards.js';

/** Officers whose open holdings must be looked at again, and from when (epoch ms). */
export interface StandIn {
  readonly officerId: string;
  readonly dueAt: number;
}

/**
 * Every change of the registry goes through here: the rows, the new version and what it means for open holdings commit
 * together, so that a kill in between loses nothing; then what is due at once is done at once.
 */
@Injectable()
export class RegistryChanges {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  get now(): number {
    return this.clock.now();
  }

  async apply<T>(
    work: (manager: EntityManager) => Promise<{ readonly answer: T; readonly standIns?: readonly StandIn[] }>,
  ): Promise<T> {
    const answer = await this.#within('system', async (manager) => {
      // One change at a time, without keeping the routing of requests waiting while it is made.
      await manager.query(`select pg_advisory_xact_lock(hashtext('assignment.registry'))`);
      const done = await work(manager);
      // What nobody could hold so far may have found somebody.
      await this.remember(manager, [...(done.standIns ?? []), { officerId: UNSTAFFED, dueAt: this.now }]);
      await manager.query('update assignment.registry_version set version = version + 1');
      return done.answer;
    });
    // It is committed and remembered: if this fails, the timer does it.
    await this.dueWork.run().catch(() => {});
    return answer;
  }

  /** Reads one state of the registry, changes nothing. */
  look<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#within('system', work, 'REPEATABLE READ');
  }

  /** Reads what the database shows the caller. */
  seenBy<T>(me: Principal, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#within(rowScopeOf(me), work);
  }

  #within<T>(
    scope: RowScope,
    work: (manager: EntityManager) => Promise<T>,
    isolation: 'READ COMMITTED' | 'REPEATABLE READ' = 'READ COMMITTED',
  ): Promise<T> {
    return this.source.transaction(isolation, async (manager) => {
      await manager.query(setScope(scope));
      return work(manager);
    });
  }

  private async remember(manager: EntityManager, standIns: readonly StandIn[]): Promise<void> {
    await manager.query(
      `insert into assignment.stand_in_due (officer_id, due_at)
        select officer_id, to_timestamp(due_ms / 1000.0) from unnest($1::text[], $2::float8[]) as s(officer_id, due_ms)`,
      [standIns.map(({ officerId }) => officerId), standIns.map(({ dueAt }) => dueAt)],
    );
  }
}
