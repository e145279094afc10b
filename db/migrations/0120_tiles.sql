-- +goose Up
-- What maps and lists of a whole country are drawn from. Both tables can be made anew
-- from the rest of the store at any time; they are filled by whoever serves, not by
-- imports.

-- Boundaries by zoom. Vertices are put onto a grid of a fraction of a pixel, the same
-- for all, so that what neighbours share stays shared: desa never gap. A band is the
-- highest zoom it is drawn at (bands in db/tile_shapes.go); beyond the last, boundaries are drawn as loaded.
create table data.wilayah_shape (
  band  smallint not null,
  code  text collate "C" not null,
  level text collate "C" not null,
  geom  geometry,                            -- null: smaller than the grid
  primary key (band, code)
);
create index wilayah_shape_above on data.wilayah_shape using gist (geom) where level <> 'DESA_KELURAHAN';

-- A polygon without its small holes, and without parts as small.
-- +goose StatementBegin
create function data.without_specks(shape geometry, min_area double precision) returns geometry
language sql immutable parallel safe as $$
  select ST_Collect(ST_MakePolygon(ST_ExteriorRing(part.geom), array(
    select ST_ExteriorRing(hole.geom) from ST_DumpRings(part.geom) hole
    where hole.path[1] > 0 and ST_Area(hole.geom) >= without_specks.min_area)))
  from ST_Dump(without_specks.shape) part
$$;
-- +goose StatementEnd

-- Roads of the dataset that is current, with an index on places, which the import's own
-- table does without (0071). Far out, the pieces of a class are joined and thinned.
create table data.road_shape (
  dataset_id bigint not null,
  band       smallint not null,
  class      text collate "C" not null,
  name       text not null,
  geom       geometry(Geometry, 3857) not null
);
create index road_shape_geom on data.road_shape using gist (geom);
create index road_shape_dataset on data.road_shape (dataset_id);

-- Counts what was drawn: a tile's version has it.
create table data.shape_state (
  only_row      boolean primary key default true check (only_row),
  value         bigint not null,
  roads_dataset bigint not null default 0   -- the dataset that road_shape holds whole
);
insert into data.shape_state (value) values (1);

-- A boundary that changed is drawn anew, and what it is a part of. Only shapes go: no
-- import waits for drawing.
-- +goose StatementBegin
create function data.shapes_of_changed(codes text[]) returns void language sql as $$
  delete from data.wilayah_shape s
  where s.code in (select distinct substr(c, 1, len) from unnest(codes) c cross join unnest(array[2, 5, 8, 13]) len)
$$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.shapes_changed() returns trigger language plpgsql as $$
begin
  perform data.shapes_of_changed(array(select code from changed where geom is not null));
  return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.shapes_updated() returns trigger language plpgsql as $$
begin
  perform data.shapes_of_changed(array(
    select a.code from before b join after a using (code)
    where a.geom is distinct from b.geom or a.valid_to is distinct from b.valid_to));
  return null;
end $$;
-- +goose StatementEnd
create trigger shapes_insert after insert on data.wilayah referencing new table as changed for each statement execute function data.shapes_changed();
create trigger shapes_delete after delete on data.wilayah referencing old table as changed for each statement execute function data.shapes_changed();
create trigger shapes_update after update on data.wilayah referencing old table as before new table as after for each statement execute function data.shapes_updated();

-- Roads go with their dataset.
-- +goose StatementBegin
create function data.road_shapes_go() returns trigger language plpgsql as $$
begin
  delete from data.road_shape where dataset_id = old.id;
  return old;
end $$;
-- +goose StatementEnd
create trigger shapes_go before delete on data.network_dataset for each row execute function data.road_shapes_go();

-- The answers of api.desa_pustu for every desa on one day, with what else a list or a
-- map of the whole country shows of a desa. Whole provinsi are kept, each with the
-- version of what it was computed from; where that is not the present one, it is
-- computed again before anything is answered from it.
create table data.desa_figure (
  desa            text collate "C" primary key,
  people          bigint,
  people_as_of    date,
  building        text collate "C" not null,
  equivalent      text collate "C" not null,
  served          text collate "C" not null,
  functional      text collate "C" not null,
  register_as_of  date,
  hosts_puskesmas boolean not null
);
create table data.desa_figure_of (
  provinsi text collate "C" primary key,
  on_day   date not null,
  version  text not null
);
