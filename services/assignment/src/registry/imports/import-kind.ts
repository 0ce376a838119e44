import type { Profile } from '#profile/model.js';
import type { StandIn } from '../registry.changes.js';
import type { Fault } from '../registry-rules.js';

/** What a line may refer to: the registry as it is before the import, and the profiles. */
export interface Known {
  readonly areas: ReadonlyMap<string, { readonly level: string }>;
  readonly offices: ReadonlyMap<string, { readonly areaCode: string }>;
  readonly officers: ReadonlyMap<string, { readonly officeCode: string }>;
  readonly profileAt: (areaCode: string) => Profile | null;
  readonly isRoot: (areaCode: string) => boolean;
  readonly seal: (content: object) => string;
}

/** A line's cells by column, trimmed; columns the file does not have are empty. */
export type Cells = Readonly<Record<string, string>>;

export interface ReadLine {
  /** As the SQL below takes it. */
  readonly row: object;
  /** Two lines with the same key are one too many. */
  readonly key: string;
  /** Where it belongs, for the check of the importer's scope. */
  readonly areaCode: string;
  readonly standIn?: StandIn;
}

/** One of the registry's files. */
export interface ImportKind {
  readonly columns: readonly string[];
  readonly optional: readonly string[];
  read(cells: Cells, known: Known, now: number): ReadLine | Fault;
  /** Takes the rows as one JSON array; adds what is new, changes what is known by its key, removes nothing. */
  readonly sql: string;
}
