-- +goose Up
-- What queries read. A later layer (hypothetical changes over the real data) is
-- laid in here, once, and not in every query.

-- The prefix range of a wilayah: everything inside it has code >= code||'.' and
-- code < code||'/', since '/' is the character after '.' in collation C.

create view api.wilayah as
select w.code, w.level, w.parent, w.name, w.name_fold, w.bps_code, w.kelurahan, w.geom, w.surface_point, w.office,
       w.area_km2, w.boundary_quality, w.valid_from, w.valid_to, w.source_id
from data.wilayah w
where w.valid_to is null or w.valid_to > current_date;

-- One figure of people a desa: the newest, REAL before DEMO cannot arise (they never mix).
create view api.desa_people as
select distinct on (p.desa) p.desa, p.people, p.as_of, p.method, p.source_id
from data.population p
order by p.desa, p.as_of desc, p.source_id desc;

create view api.facility as
select f.id, f.kind, f.local_kind, f.name, f.name_fold, f.address, f.ownership, f.rawat_inap, f.poned, f.ponek,
       f.area_category, f.induk_id, f.declared_desa, f.located_desa, f.desa, f.kabupaten, f.point, f.location_quality,
       f.status, f.condition, f.opened, f.closed, f.known_from, f.source_id
from data.facility f;

create view api.facility_service_area as select facility_id, desa, source_id from data.facility_service_area;
create view api.register as select id, kind, wilayah, completeness, as_of, source_id from data.register;
create view api.settlement as select id, desa, name, point, people, source_id from data.settlement;
create view api.staff_count as
select id, facility_id, unit, wilayah, profession, status, funding, klaster, people, period, source_id from data.staff_count;

-- Facilities as they stood on a day: known by then, not closed by then, with the
-- status and condition in force then.
-- +goose StatementBegin
create function api.facility_on(on_day date)
returns table (id bigint, kind text, name text, desa text, kabupaten text, point geometry, location_quality text,
               induk_id bigint, area_category text, rawat_inap boolean, status text, condition text, source_id bigint)
language sql stable parallel safe as $$
  select f.id, f.kind, f.name, f.desa, f.kabupaten, f.point, f.location_quality, f.induk_id, f.area_category, f.rawat_inap,
         coalesce(s.status, f.status), case when s.facility_id is null then f.condition else s.condition end, f.source_id
  from api.facility f
  left join lateral (
    select st.facility_id, st.status, st.condition from data.facility_state st
    where st.facility_id = f.id and st.valid_from <= on_day order by st.valid_from desc limit 1) s on true
  where f.known_from <= on_day and (f.closed is null or f.closed > on_day)
    and coalesce(s.status, f.status) <> 'CLOSED'
$$;
-- +goose StatementEnd

-- The registers declared complete and in force on a day (a later PARTIAL one
-- for the same kind and wilayah takes an earlier COMPLETE one back).
-- +goose StatementBegin
create function api.register_on(on_day date)
returns table (kind text, wilayah text, as_of date, source_id bigint)
language sql stable parallel safe as $$
  select r.kind, r.wilayah, r.as_of, r.source_id
  from (select distinct on (kind, wilayah) kind, wilayah, completeness, as_of, source_id
        from api.register where as_of <= on_day order by kind, wilayah, as_of desc) r
  where r.completeness = 'COMPLETE'
$$;
-- +goose StatementEnd

-- The four rules for every desa and kelurahan of an area on a day. Each answer is
-- HAS, LACKS or UNKNOWN; a desa LACKS only where a register says the list is whole.
--   building    a pustu stands in the desa and is not closed
--   equivalent  a kind that the kabupaten's list counts as one stands there; LACKS
--               needs a complete register of every kind on that list
--   served      some pustu's service area names the desa; UNKNOWN where the
--               kabupaten has no service areas, or a pustu of the desa has none
--   functional  building, open, not RUSAK_BERAT, with 1 perawat and 1 bidan;
--               UNKNOWN where no staff are mapped to the pustu
-- +goose StatementBegin
create function api.desa_pustu(area text, on_day date)
returns table (desa text, kelurahan boolean, building text, equivalent text, served text, functional text, register_as_of date)
language sql stable parallel safe as $$
  with reg as materialized (select * from api.register_on(on_day)),
  d as (
    select w.code, w.kelurahan, w.valid_from
    from api.wilayah w
    where w.level = 'DESA_KELURAHAN'
      and (w.code = area or (w.code >= area || '.' and w.code < area || '/'))
  ),
  kab as materialized (
    select k.code as kab,
           coalesce((select array_agg(e.kind) from data.pustu_equivalent e where e.kabupaten = k.code),
                    (select array_agg(e.kind) from data.pustu_equivalent e where e.kabupaten = '')) as kinds,
           exists (select 1 from api.facility_service_area sa join api.facility f on f.id = sa.facility_id
                   where f.kind = 'PUSTU' and sa.desa >= k.code || '.' and sa.desa < k.code || '/') as has_areas
    from (select distinct substr(d.code, 1, 5) as code from d) k
  ),
  b as (
    select d.code, d.kelurahan, kab.kinds, kab.has_areas,
      (select min(reg.as_of) from reg where reg.kind = 'PUSTU'
         and reg.wilayah in (d.code, substr(d.code,1,8), substr(d.code,1,5), substr(d.code,1,2))) as pustu_register,
      not exists (select 1 from unnest(kab.kinds) need(kind) where not exists (
         select 1 from reg where reg.kind = need.kind
           and reg.wilayah in (d.code, substr(d.code,1,8), substr(d.code,1,5), substr(d.code,1,2)))) as all_registers,
      exists (select 1 from api.facility_on(on_day) f where f.desa = d.code and f.kind = 'PUSTU') as has_building,
      exists (select 1 from api.facility_on(on_day) f where f.desa = d.code and f.kind = any (kab.kinds)) as has_equivalent,
      exists (select 1 from api.facility_service_area sa join api.facility_on(on_day) f on f.id = sa.facility_id
              where sa.desa = d.code and f.kind = 'PUSTU') as is_served,
      exists (select 1 from api.facility_on(on_day) f where f.desa = d.code and f.kind = 'PUSTU'
              and not exists (select 1 from api.facility_service_area sa where sa.facility_id = f.id)) as own_area_unknown,
      fn.works, fn.unsure
    from d
    join kab on kab.kab = substr(d.code, 1, 5)
    left join lateral (
      select bool_or(x.works) as works, bool_or(x.unsure) as unsure
      from (select ok.able and coalesce(st.perawat >= 1 and st.bidan >= 1, false) as works,
                   ok.able and st.perawat is null as unsure
            from api.facility_on(on_day) f
            cross join lateral (select f.status <> 'NOT_OPERATING' and coalesce(f.condition, '') <> 'RUSAK_BERAT' as able) ok
            left join lateral (
              select coalesce(sum(s.people) filter (where s.profession = 'PERAWAT'), 0) as perawat,
                     coalesce(sum(s.people) filter (where s.profession = 'BIDAN'), 0) as bidan
              from api.staff_count s
              where s.facility_id = f.id
                and s.period = (select max(p.period) from api.staff_count p where p.facility_id = f.id and p.period <= on_day)
              having count(*) > 0) st on true
            where f.desa = d.code and f.kind = 'PUSTU') x) fn on true
  )
  select b.code, b.kelurahan,
    case when b.has_building then 'HAS' when b.pustu_register is not null then 'LACKS' else 'UNKNOWN' end,
    case when b.has_equivalent then 'HAS' when b.all_registers then 'LACKS' else 'UNKNOWN' end,
    case when b.is_served then 'HAS' when not b.has_areas or b.own_area_unknown or b.pustu_register is null then 'UNKNOWN' else 'LACKS' end,
    case when b.works then 'HAS' when b.unsure then 'UNKNOWN' when b.has_building and b.pustu_register is null then 'UNKNOWN'
         when b.has_building or b.pustu_register is not null then 'LACKS' else 'UNKNOWN' end,
    b.pustu_register
  from b
$$;
-- +goose StatementEnd

-- The program connects as a role that owns nothing.
-- +goose StatementBegin
do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'jangkau_app') then
    create role jangkau_app nologin;
  end if;
  -- So that a login that is no superuser may become it.
  if not pg_has_role(session_user, 'jangkau_app', 'member') then
    execute format('grant jangkau_app to %I', session_user);
  end if;
end $$;
-- +goose StatementEnd
grant usage on schema data, api to jangkau_app;
grant select, insert, update, delete on all tables in schema data to jangkau_app;
grant select on all tables in schema api to jangkau_app;
grant usage on all sequences in schema data to jangkau_app;
alter default privileges in schema data grant select, insert, update, delete on tables to jangkau_app;
alter default privileges in schema data grant usage on sequences to jangkau_app;
alter default privileges in schema api grant select on tables to jangkau_app;
