-- +goose Up
-- Travel figures kept in the store, so that lists, tiles and exports are plain SQL
-- over them, and what says exactly whether they still hold.

-- data.revision counts every change of a kind of thing, and a server that is told of
-- one looks again: that costs it little. To compute a country again costs minutes, so
-- what is kept goes by numbers that grow only where a trip may come to be another: a
-- facility renamed, a register declared, a speed of another way of travelling leave
-- them alone. FACILITY by kind (which, where, open when), PEOPLE (how many, spread
-- over which points), WILAYAH (which desa there are, where their own points lie, on
-- which landmass). Roads are told apart by their dataset and its hash, speeds by the
-- key of their profile.
create table data.travel_input (
  what  text collate "C" primary key check (what in ('PEOPLE','WILAYAH') or what like 'FACILITY %'),
  value bigint not null
);

-- +goose StatementBegin
-- In the order of the names, so that two transactions cannot each wait for the other.
create function data.travel_changed(inputs text[]) returns void language sql as $$
  insert into data.travel_input as t select w, 1 from (select distinct w from unnest(inputs) w where w is not null) x order by w collate "C"
  on conflict (what) do update set value = t.value + 1
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function data.travel_rows_changed() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then perform data.travel_changed(array[tg_argv[0]]); end if;
  return null;
end $$;
-- +goose StatementEnd

-- Facilities.
-- +goose StatementBegin
create function data.travel_facility_changed() returns trigger language plpgsql as $$
begin
  perform data.travel_changed(array(select distinct 'FACILITY ' || kind from changed));
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.travel_facility_updated() returns trigger language plpgsql as $$
begin
  perform data.travel_changed(array(
    select distinct 'FACILITY ' || k from before b join after a using (id) cross join lateral unnest(array[a.kind, b.kind]) k
    where (a.kind, a.location_quality, a.desa, a.located_desa, a.known_from, a.closed, a.status = 'CLOSED')
        is distinct from (b.kind, b.location_quality, b.desa, b.located_desa, b.known_from, b.closed, b.status = 'CLOSED')
      or a.location_quality = 'POINT' and a.point is distinct from b.point));
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.travel_state_changed() returns trigger language plpgsql as $$
begin -- a facility that goes takes its states along and speaks for itself
  perform data.travel_changed(array(select distinct 'FACILITY ' || f.kind from changed c join data.facility f on f.id = c.facility_id));
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.travel_state_updated() returns trigger language plpgsql as $$
begin
  perform data.travel_changed(array(
    select distinct 'FACILITY ' || f.kind from data.facility f
    where f.id in (select facility_id from (select facility_id, valid_from, status = 'CLOSED' from before except select facility_id, valid_from, status = 'CLOSED' from after) x)
       or f.id in (select facility_id from (select facility_id, valid_from, status = 'CLOSED' from after except select facility_id, valid_from, status = 'CLOSED' from before) x)));
  return null;
end $$;
-- +goose StatementEnd
create trigger travel_insert after insert on data.facility referencing new table as changed for each statement execute function data.travel_facility_changed();
create trigger travel_delete after delete on data.facility referencing old table as changed for each statement execute function data.travel_facility_changed();
create trigger travel_update after update on data.facility referencing old table as before new table as after for each statement execute function data.travel_facility_updated();
create trigger travel_insert after insert on data.facility_state referencing new table as changed for each statement execute function data.travel_state_changed();
create trigger travel_delete after delete on data.facility_state referencing old table as changed for each statement execute function data.travel_state_changed();
create trigger travel_update after update on data.facility_state referencing old table as before new table as after for each statement execute function data.travel_state_updated();

-- People. An older figure beside a newer one counts too: to look which is the newest
-- of every desa would cost each import more than to compute once for nothing.
-- +goose StatementBegin
create function data.travel_people_updated() returns trigger language plpgsql as $$
begin
  if exists (select from before b full join after a using (desa, as_of, source_id) where a.people is distinct from b.people) then
    perform data.travel_changed(array['PEOPLE']);
  end if;
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.travel_settlement_updated() returns trigger language plpgsql as $$
begin
  if exists (select from before b full join after a using (id) where (a.desa, a.point, a.people) is distinct from (b.desa, b.point, b.people)) then
    perform data.travel_changed(array['PEOPLE']);
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger travel_insert after insert on data.population referencing new table as changed for each statement execute function data.travel_rows_changed('PEOPLE');
create trigger travel_delete after delete on data.population referencing old table as changed for each statement execute function data.travel_rows_changed('PEOPLE');
create trigger travel_update after update on data.population referencing old table as before new table as after for each statement execute function data.travel_people_updated();
create trigger travel_insert after insert on data.settlement referencing new table as changed for each statement execute function data.travel_rows_changed('PEOPLE');
create trigger travel_delete after delete on data.settlement referencing old table as changed for each statement execute function data.travel_rows_changed('PEOPLE');
create trigger travel_update after update on data.settlement referencing old table as before new table as after for each statement execute function data.travel_settlement_updated();

-- Wilayah: the desa, their offices and surface points.
-- +goose StatementBegin
create function data.travel_wilayah_changed() returns trigger language plpgsql as $$
begin
  if exists (select from changed where level = 'DESA_KELURAHAN') then perform data.travel_changed(array['WILAYAH']); end if;
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.travel_wilayah_updated() returns trigger language plpgsql as $$
begin
  if exists (select from before b full join after a using (code)
      where 'DESA_KELURAHAN' in (a.level, b.level)
        and (a.level, a.surface_point, a.office, a.valid_to) is distinct from (b.level, b.surface_point, b.office, b.valid_to)) then
    perform data.travel_changed(array['WILAYAH']);
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger travel_insert after insert on data.wilayah referencing new table as changed for each statement execute function data.travel_wilayah_changed();
create trigger travel_delete after delete on data.wilayah referencing old table as changed for each statement execute function data.travel_wilayah_changed();
create trigger travel_update after update on data.wilayah referencing old table as before new table as after for each statement execute function data.travel_wilayah_updated();
create trigger travel_insert after insert on data.network_desa_point referencing new table as changed for each statement execute function data.travel_rows_changed('WILAYAH');
create trigger travel_delete after delete on data.network_desa_point referencing old table as changed for each statement execute function data.travel_rows_changed('WILAYAH');
create trigger travel_update after update on data.network_desa_point referencing new table as changed for each statement execute function data.travel_rows_changed('WILAYAH');

-- Landmasses are made anew after any change of boundaries, a name too, and mostly
-- come out as they were.
create table data.travel_landmass (
  only_row boolean primary key default true check (only_row),
  hash     text not null
);
-- +goose StatementBegin
create function data.travel_landmass_changed() returns trigger language plpgsql as $$
declare fresh text;
begin
  select coalesce(md5(string_agg(md5(desa || ' ' || landmass || ' ' || md5(ST_AsBinary(geom))), '' order by desa, landmass, ST_AsBinary(geom))), '')
    into fresh from data.landmass_part;
  if fresh is distinct from (select hash from data.travel_landmass) then
    insert into data.travel_landmass (hash) values (fresh) on conflict (only_row) do update set hash = excluded.hash;
    perform data.travel_changed(array['WILAYAH']);
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger travel_change after insert or update on data.landmass_part for each statement execute function data.travel_landmass_changed();

-- One question computed: the nearest facility of some kinds, by a profile and a
-- metric, for every desa within a wilayah. There is one run a question; a newer one
-- takes its place in one transaction.
create table data.travel_run (
  id           bigint generated always as identity primary key,
  kinds        text[] not null check (cardinality(kinds) > 0),   -- in the order of gis.FacilityKinds
  profile      text not null check (profile in ('WALK','MOTORCYCLE','CAR','BOAT')),
  variant      text collate "C" not null default '',
  metric       text not null check (metric in ('TIME','DISTANCE')),
  within       text collate "C" not null default '',             -- '': all there is
  -- What it was computed from.
  dataset_id   bigint not null,                                  -- 0: no roads; no reference, since it outlives a dataset
  dataset_hash text not null,
  profile_key  text collate "C" not null,                        -- gis.Profile.Key
  facilities   bigint not null,                                  -- sum over the kinds: numbers only grow, so equal sums are equal numbers
  people       bigint not null,
  wilayah      bigint not null,
  from_day     date,                                             -- the same facilities are open from this day; null: since ever
  until_day    date,                                             -- and until the day before this; null: for ever
  desa_from    date not null,                                    -- the same desa are in force from this day
  desa_until   date,                                             -- and until the day before this
  -- What came of it.
  computed_at  timestamptz not null,
  took_ms      bigint not null,
  desa         int not null,
  points       int not null,
  unique (kinds, profile, variant, metric, within)
);

-- A desa's median person and its person at nine tenths: see gis.DesaTrip.
create table data.travel_desa (
  run_id           bigint not null,
  desa             text collate "C" not null,
  people           int,                          -- null: not known
  points           int not null,                 -- 0: it has none
  status           text collate "C" not null,
  reason           text collate "C",             -- null where REACHED
  origin           text collate "C",             -- null without a point
  facility_id      bigint,                       -- null unless REACHED, as what follows
  facility_quality text collate "C",
  seconds          double precision,
  metres           double precision,
  snap_m           double precision,             -- null where all of it is walked
  p90_status           text collate "C" not null,
  p90_reason           text collate "C",
  p90_origin           text collate "C",
  p90_facility_id      bigint,
  p90_facility_quality text collate "C",
  p90_seconds          double precision,
  p90_metres           double precision,
  p90_snap_m           double precision,
  people_unreached     int not null,
  people_not_computed  int not null,
  primary key (run_id, desa)
);

-- Every demand point, in the order of the store within its desa.
create table data.travel_point (
  run_id           bigint not null,
  desa             text collate "C" not null,
  n                int not null,
  lon              double precision not null,
  lat              double precision not null,
  people           int not null,                 -- its share of the desa's people
  origin           text collate "C" not null,
  status           text collate "C" not null,
  reason           text collate "C",
  facility_id      bigint,
  facility_quality text collate "C",
  seconds          double precision,
  metres           double precision,
  snap_m           double precision,
  primary key (run_id, desa, n)
);

-- As with roads (0071): a key that looks its run up for every row costs an import
-- more than the rows do. With a run go its rows.
-- +goose StatementBegin
create function data.travel_rows_go() returns trigger language plpgsql as $$
begin
  delete from data.travel_desa where run_id = old.id;
  delete from data.travel_point where run_id = old.id;
  return old;
end $$;
-- +goose StatementEnd
create trigger rows_go before delete on data.travel_run for each row execute function data.travel_rows_go();

-- gis.Profile.Key of every profile and variant on a day, in SQL.
-- +goose StatementBegin
create function api.travel_profile_key(on_day date) returns table (profile text, variant text, key text)
language sql stable parallel safe as $$
  with held as (
    select v.profile, v.variant, max(v.version) as version from data.profile_version v group by v.profile, v.variant
  ), monthly as (
    select h.profile, h.variant, h.version, exists (
      select from data.profile_row r where (r.profile, r.variant, r.version) = (h.profile, h.variant, h.version)
        and r.item like 'close\_%' and cardinality(r.months) > 0) as months
    from held h
  )
  select b.profile, v.variant, b.profile || '@' || b.version
    || case when v.variant <> '' then '+' || v.variant || '@' || v.version else '' end
    || case when b.months or v.months then '/m' || extract(month from on_day) else '' end
  from monthly b join monthly v on v.profile = b.profile
  where b.variant = ''
$$;
-- +goose StatementEnd

-- Every run with what has changed since: nothing where it is current on the day.
-- +goose StatementBegin
create function api.travel_run_on(on_day date)
returns table (id bigint, kinds text[], profile text, variant text, metric text, within text, dataset_id bigint, profile_key text,
               computed_at timestamptz, took_ms bigint, desa int, points int, stale text[])
language sql stable parallel safe as $$
  select r.id, r.kinds, r.profile, r.variant, r.metric, r.within, r.dataset_id, r.profile_key, r.computed_at, r.took_ms, r.desa, r.points,
    array_remove(array[
      case when (r.dataset_id, r.dataset_hash) is distinct from (coalesce(d.id, 0), coalesce(d.hash, '')) then 'NETWORK' end,
      case when r.profile_key is distinct from k.key then 'PROFILE' end,
      case when r.facilities <> (select coalesce(sum(i.value), 0) from unnest(r.kinds) x join data.travel_input i on i.what = 'FACILITY ' || x) then 'FACILITY' end,
      case when r.people <> coalesce((select value from data.travel_input where what = 'PEOPLE'), 0) then 'PEOPLE' end,
      case when r.wilayah <> coalesce((select value from data.travel_input where what = 'WILAYAH'), 0) then 'WILAYAH' end,
      case when on_day < r.from_day or on_day >= r.until_day or current_date < r.desa_from or current_date >= r.desa_until then 'DAY' end
    ], null)
  from data.travel_run r
  left join data.network_dataset d on d.status = 'CURRENT'
  left join api.travel_profile_key(on_day) k on k.profile = r.profile and k.variant = r.variant
$$;
-- +goose StatementEnd

-- What is in the store already counts as the first change.
insert into data.travel_input select 'FACILITY ' || kind, 1 from (select distinct kind from data.facility) f
union all values ('PEOPLE', 1), ('WILAYAH', 1);
