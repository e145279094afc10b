-- +goose Up
-- The planner knows nothing of rows loaded a moment ago, and may walk a whole
-- table for every point. The program's role owns no table and so cannot ANALYZE;
-- this lets it, and nothing else.
-- +goose StatementBegin
create function data.refresh_statistics(tables text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare name text;
begin
  -- Shapes are left to autovacuum: reading them all takes longer than everything
  -- else here, and without their statistics the planner takes the spatial index.
  for name in
    select format('data.%I (%s)', c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum))
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid and t.typname <> 'geometry'
    where c.relnamespace = 'data'::regnamespace and c.relkind = 'r' and c.relname = any (tables)
    group by c.relname
    order by 1
  loop
    execute 'analyze ' || name;
  end loop;
end $$;
-- +goose StatementEnd

-- A desa of which only settlements are known has their people.
create or replace view api.desa_people as
select n.desa, n.people, n.as_of, n.method, n.source_id
from (
  select distinct on (p.desa) p.desa, p.people, p.as_of, p.method, p.source_id
  from data.population p
  order by p.desa, p.as_of desc, p.source_id desc) n
union all
select s.desa, round(sum(s.people))::int, max(d.vintage), 'jumlah titik permukiman / sum of settlement points', max(s.source_id)
from data.settlement s join data.data_source d on d.id = s.source_id
where s.desa is not null and not exists (select 1 from data.population p where p.desa = s.desa)
group by s.desa;
