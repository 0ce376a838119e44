import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { coversArea } from '#chassis/scope.js';
import { Sealer } from '#chassis/sealer.js';
import { ProfileStore } from '#profile/profile-store.js';
import { fault, type Fault } from '../registry-rules.js';
import { RegistryChanges, type StandIn } from '../registry.changes.js';
import { absences } from './absences.js';
import { areas } from './areas.js';
import type { ImportKind } from './import-kind.js';
import { loadKnown } from './load-known.js';
import { offices } from './offices.js';
import { officers } from './officers.js';
import { readFile, type ReadFile } from './read-file.js';
import { relations } from './relations.js';

export const importKinds = { areas, offices, officers, relations, absences } as const;
export type ImportKindName = keyof typeof importKinds;

interface Checked extends ReadFile {
  readonly rows: readonly object[];
  readonly standIns: readonly StandIn[];
}

const ROWS_AT_ONCE = 5_000;

/** Imports a file whole or not at all. */
@Injectable()
export class ImportFile {
  constructor(
    private readonly changes: RegistryChanges,
    private readonly profiles: ProfileStore,
    private readonly sealer: Sealer,
  ) {}

  /** Checks every line, writes nothing. */
  check(principal: Principal, kind: ImportKindName, bytes: Buffer): Promise<ReadFile> {
    return this.changes.look((manager) => this.checked(manager, principal, kind, bytes));
  }

  /** @throws Problem import_refused naming every line that is wrong */
  apply(principal: Principal, kind: ImportKindName, bytes: Buffer): Promise<ReadFile> {
    return this.changes.apply(async (manager) => {
      const checked = await this.checked(manager, principal, kind, bytes);
      if (checked.errorCount > 0) throw refusal(kind, checked);
      for (let at = 0; at < checked.rows.length; at += ROWS_AT_ONCE)
        await manager.query(importKinds[kind].sql, [
          JSON.stringify(checked.rows.slice(at, at + ROWS_AT_ONCE)),
        ]);
      return { answer: checked, standIns: checked.standIns };
    });
  }

  private async checked(
    manager: EntityManager,
    principal: Principal,
    name: ImportKindName,
    bytes: Buffer,
  ): Promise<Checked> {
    const kind: ImportKind = importKinds[name];
    const known = await loadKnown(manager, this.profiles, this.sealer);
    const rows: object[] = [];
    const standIns: StandIn[] = [];
    const firstLine = new Map<string, number>();
    const line = (number: number, cells: Parameters<ImportKind['read']>[0]): Fault | null => {
      const read = kind.read(cells, known, this.changes.now);
      if ('rule' in read) return read;
      if (!coversArea(principal, read.areaCode))
        return fault(kind.columns[0] ?? '', 'scope', '不在您的辖区内', 'lies outside your jurisdiction');
      const first = firstLine.get(read.key);
      if (first !== undefined)
        return fault(
          kind.columns[0] ?? '',
          'unique',
          `与第 ${first} 行重复`,
          `stands on line ${first} already`,
        );
      firstLine.set(read.key, number);
      rows.push(read.row);
      if (read.standIn) standIns.push(read.standIn);
      return null;
    };
    return { ...(await readFile(bytes, kind, { line })), rows, standIns };
  }
}

function refusal(kind: ImportKindName, { lines, errorCount, errors, encoding }: ReadFile): Problem {
  return new Problem('import_refused', {
    facts: {
      kind,
      encoding,
      lines,
      errorCount,
      lineErrors: errors.map(({ line, field, rule }) => ({ line, field, rule })),
    },
    errors: errors.map(({ line, field, rule, zh, en }) => ({
      pointer: `/lines/${line}${field ? `/${field}` : ''}`,
      rule,
      detail: { zh, en },
    })),
  });
}
