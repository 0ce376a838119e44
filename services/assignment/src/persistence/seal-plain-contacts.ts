import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Sealer } from '#chassis/sealer.js';
import { setScope } from '#eventlog/row-scope.js';

const AT_ONCE = 1_000;

/** Seals names and phones that an older version left in the clear; the migration has no key, the service has. */
@Injectable()
export class SealPlainContacts implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly sealer: Sealer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    while ((await this.#some()) === AT_ONCE);
  }

  #some(): Promise<number> {
    return this.source.transaction(async (manager) => {
      await manager.query(setScope('system'));
      const rows = await manager.query<{ id: string; name: string; phone: string }[]>(
        `select id, name, phone from assignment.officer where contact is null order by id limit $1 for update skip locked`,
        [AT_ONCE],
      );
      await manager.query(
        `update assignment.officer o set contact = s.contact, name = null, phone = null
         from unnest($1::text[], $2::text[]) as s(id, contact) where o.id = s.id`,
        [rows.map(({ id }) => id), rows.map(({ name, phone }) => this.sealer.seal({ name, phone }))],
      );
      return rows.length;
    });
  }
}
