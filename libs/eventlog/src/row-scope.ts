import pg from 'pg';

/**
 * Which rows of the tables under row security a transaction sees: `system`, the service's own work, sees all; a caller sees
 * what lies in the area or with the office, or is the caller's own. Outside a transaction that says so, none are seen; a migration
 * that reads rows has to say so too.
 */
export type RowScope =
  | 'system'
  | {
      /** Code of the area that must contain the row's; '' is everywhere, null nowhere. */
      readonly area: string | null;
      readonly office: string | null;
      /** Subject of the caller's token. */
      readonly subject: string;
    };

/** Begins a transaction in a scope: one message to the server, like `begin` alone. */
export const beginIn = (scope: RowScope): string => `begin; ${setScope(scope)}`;

/** Sets the scope for the rest of a transaction that was begun otherwise. */
export function setScope(scope: RowScope): string {
  const set = (name: string, value: string): string =>
    `set local liandong.${name} = ${pg.escapeLiteral(value)}`;
  if (scope === 'system') return set('scope', 'system');
  // An empty setting is none, so everywhere has a sign of its own.
  const area = scope.area === '' ? EVERYWHERE : (scope.area ?? '');
  return [set('area', area), set('office', scope.office ?? ''), set('subject', scope.subject)].join('; ');
}

const EVERYWHERE = '*';

const setting = (name: string): string => `nullif(current_setting('liandong.${name}', true), '')`;

/** What the caller's transaction has set, in SQL. */
export const callersArea = setting('area');
export const callersOffice = setting('office');

export interface RowOwners {
  /** SQL expressions of area codes the row belongs to. */
  readonly areas?: readonly string[];
  /** SQL expression of the office code. */
  readonly office?: string;
  /** SQL expression of the subject whose row it is. */
  readonly subject?: string;
  /** Any other condition that shows the row to a caller. */
  readonly otherwise?: string;
}

/**
 * SQL that closes a table: row security that holds for its owner too. Callers may read what `owners` gives them; only the
 * system scope writes. Indexes go on being used for comparisons that are leakproof (`=`, `<`, … of uuid, text, numbers, times).
 */
export function rowSecurity(
  table: string,
  { areas = [], office, subject, otherwise }: RowOwners = {},
): string {
  const shown = [
    ...(areas.length ? [`${setting('area')} = '${EVERYWHERE}'`] : []),
    ...areas.map((area) => `starts_with(${area}, ${setting('area')})`),
    ...(office ? [`${office} = ${setting('office')}`] : []),
    ...(subject ? [`${subject} = ${setting('subject')}`] : []),
    ...(otherwise ? [otherwise] : []),
  ];
  const system = `${setting('scope')} = 'system'`;
  // PostgreSQL joins policies by `or`, the last in the alphabet first: the service's own work is let through by one comparison.
  return `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy the_service_itself on ${table} using (${system}) with check (${system});
${shown.length ? `create policy callers on ${table} for select using (${shown.join('\n  or ')});` : ''}`;
}
