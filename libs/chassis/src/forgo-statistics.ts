/**
 * SQL that has ANALYZE leave out, in all that the role owns, documents, bytes and sealed text: it would unpack, compare and sort up to
 * 30,000 values of each, again and again while a table grows, though nothing is found by them. Expressions in indexes too, for which
 * it unpacks the documents they read: of a unique one PostgreSQL knows without statistics that it finds one row. Safe to repeat: what
 * already forgoes them is not locked.
 */
export const forgoStatistics = `
do $$
declare found record;
begin
  for found in
    select c.oid::regclass as relation, case c.relkind when 'i' then 'index' else 'table' end as kind,
      case c.relkind when 'i' then a.attnum::text else quote_ident(a.attname) end as col
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_index i on i.indexrelid = c.oid
    where c.relowner = current_user::regrole and a.attnum > 0 and not a.attisdropped
      and a.attstattarget is distinct from 0
      and (c.relkind = 'r' and (a.atttypid in ('jsonb'::regtype, 'bytea'::regtype) or a.attname ~ '(^|_)(sealed|value)$')
        or c.relkind = 'i' and i.indkey[a.attnum - 1] = 0)
  loop
    execute format('alter %s %s alter column %s set statistics 0', found.kind, found.relation, found.col);
  end loop;
end $$`;
