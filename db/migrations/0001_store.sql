-- +goose Up
-- Tables live in schema data, the views that queries read in schema api. The
-- program's search_path is api, data, public: a plain name reads the view, a
-- write names data.<table>. Wilayah codes are in collation C, so that a prefix
-- is a range on the primary key.
create schema data;
create schema api;

-- A list that somebody publishes: every row of the store points at one.
create table data.data_source (
  id          bigint generated always as identity primary key,
  name        text not null,
  role        text not null check (role in ('BOUNDARIES','FACILITIES','POPULATION','ROADS','STAFF','INDICATORS','STANDARD')),
  kind        text not null check (kind in ('REAL','DEMO')),
  vintage     date,
  licence     text,
  publisher   text,
  url         text,
  checksum    text,
  imported_at timestamptz not null,
  unique (role, name)
);

create table data.import_run (
  id           bigint generated always as identity primary key,
  source_id    bigint not null references data.data_source,
  file_name    text not null,
  checksum     text not null,
  started_at   timestamptz not null,
  finished_at  timestamptz not null,
  rows_read    int not null,
  added        int not null,
  changed      int not null,
  unchanged    int not null,
  rejected     int not null,
  suspicious   int not null,
  missing      int not null,
  parameters   jsonb not null default '{}'
);

create table data.import_issue (
  id         bigint generated always as identity primary key,
  run_id     bigint not null references data.import_run on delete cascade,
  line       int not null,
  code       text not null,
  severity   text not null check (severity in ('REJECTED','SUSPICIOUS','NOTE')),
  field      text not null default '',
  value      text not null default '',
  reason_id  text not null,
  reason_en  text not null,
  action_id  text not null default '',
  action_en  text not null default '',
  facility_id bigint,
  wilayah    text collate "C"
);
create index import_issue_run on data.import_issue (run_id, id);
create index import_issue_facility on data.import_issue (facility_id) where facility_id is not null;

-- Wilayah -------------------------------------------------------------------
create table data.wilayah (
  code             text collate "C" primary key,
  level            text not null check (level in ('PROVINSI','KABUPATEN_KOTA','KECAMATAN','DESA_KELURAHAN')),
  parent           text collate "C" references data.wilayah,
  name             text,                -- null: derived from the code, unnamed
  name_fold        text collate "C",
  bps_code         text collate "C",
  kelurahan        boolean generated always as (length(code) = 13 and substr(code, 10, 1) = '1') stored,
  geom             geometry(MultiPolygon, 4326),
  surface_point    geometry(Point, 4326),  -- a point on the surface of the largest part
  office           geometry(Point, 4326),  -- the desa's office, where a source gives it
  area_km2         double precision,
  boundary_quality text not null check (boundary_quality in ('SOURCE','REPAIRED','APPROXIMATE','DERIVED','NONE')),
  valid_from       date,
  valid_to         date,
  source_id        bigint not null references data.data_source
);
create index wilayah_parent on data.wilayah (parent);
create index wilayah_geom on data.wilayah using gist (geom);
create index wilayah_name_fold on data.wilayah (name_fold);
create index wilayah_bps on data.wilayah (bps_code) where bps_code is not null;

create table data.wilayah_change (
  from_code text collate "C" not null,
  to_code   text collate "C" not null,
  share     double precision not null check (share > 0 and share <= 1),
  on_date   date not null,
  source_id bigint not null references data.data_source,
  primary key (from_code, to_code, on_date)
);

-- Parts of desa polygons with the landmass (connected union of desa) each is on.
create table data.landmass_part (
  desa     text collate "C" not null references data.wilayah on delete cascade,
  landmass int not null,
  geom     geometry(Polygon, 4326) not null
);
create index landmass_part_geom on data.landmass_part using gist (geom);

create table data.population (
  desa      text collate "C" not null references data.wilayah,
  as_of     date not null,
  people    int not null check (people >= 0),
  method    text not null default '',
  source_id bigint not null references data.data_source,
  primary key (desa, as_of, source_id)
);

create table data.settlement (
  id        bigint generated always as identity primary key,
  desa      text collate "C" references data.wilayah,
  name      text,
  point     geometry(Point, 4326) not null,
  people    double precision not null check (people >= 0),
  source_id bigint not null references data.data_source
);
create index settlement_desa on data.settlement (desa);
create unique index settlement_row on data.settlement (source_id, point, coalesce(name, ''));

-- Facilities ----------------------------------------------------------------
create table data.facility (
  id               bigint generated always as identity primary key,
  kind             text not null check (kind in ('RS','PUSKESMAS','KLINIK_PRATAMA','KLINIK_UTAMA','PRAKTIK_MANDIRI','PUSTU','PONKESDES','PUSLING','POSKESDES','POLINDES','PKD','POSYANDU','LABKESMAS','APOTEK','LAIN')),
  local_kind       text not null default '',   -- the kind as the source words it
  name             text not null,
  name_fold        text collate "C" not null,
  address          text not null default '',
  ownership        text not null default '',
  rawat_inap       boolean,
  poned            boolean,
  ponek            boolean,
  area_category    text check (area_category in ('PERKOTAAN','PERDESAAN','TERPENCIL','SANGAT_TERPENCIL')),
  induk_id         bigint references data.facility,
  declared_desa    text collate "C" references data.wilayah,
  located_desa     text collate "C" references data.wilayah,  -- where the point falls
  desa             text collate "C" generated always as (coalesce(declared_desa, located_desa)) stored,
  kabupaten        text collate "C",       -- where desa is unknown: the narrowest wilayah that is known
  point            geometry(Point, 4326),
  location_quality text not null check (location_quality in ('POINT','DESA','NONE')),
  status           text not null default 'UNKNOWN' check (status in ('OPEN','CLOSED','NOT_OPERATING','UNKNOWN')),
  condition        text check (condition in ('BAIK','RUSAK_RINGAN','RUSAK_SEDANG','RUSAK_BERAT')),
  opened           date,
  closed           date,
  known_from       date not null,          -- opened, else the vintage of the first source that lists it
  source_id        bigint not null references data.data_source,
  check (location_quality <> 'POINT' or point is not null)
);
create index facility_desa on data.facility (desa, kind);
create index facility_kabupaten on data.facility (kabupaten, kind);
create index facility_point on data.facility using gist (point);
create index facility_name on data.facility (name_fold, kind);
create index facility_induk on data.facility (induk_id) where induk_id is not null;

-- Every list that holds the facility, with the place that list gives it.
create table data.facility_source (
  facility_id  bigint not null references data.facility on delete cascade,
  source_id    bigint not null references data.data_source,
  row_key      text collate "C" not null,   -- what tells this row from the list's others
  row_hash     text not null,               -- of the row's content: unchanged rows are left alone
  name         text not null,
  point        geometry(Point, 4326),
  distance_m   double precision,            -- from the facility's point, geodesic
  missing_since date,                       -- a newer file of this list no longer holds it
  primary key (source_id, row_key)
);
create index facility_source_facility on data.facility_source (facility_id);

create table data.facility_identifier (
  system      text not null,
  value       text collate "C" not null,
  facility_id bigint not null references data.facility on delete cascade,
  valid_from  date,
  primary key (system, value)
);
create index facility_identifier_facility on data.facility_identifier (facility_id);

create table data.facility_service_area (
  facility_id bigint not null references data.facility on delete cascade,
  desa        text collate "C" not null references data.wilayah,
  source_id   bigint not null references data.data_source,
  primary key (facility_id, desa)
);
create index facility_service_area_desa on data.facility_service_area (desa);

-- What changed about a facility and from when; the row in force on a day is the
-- latest with valid_from <= day.
create table data.facility_state (
  facility_id bigint not null references data.facility on delete cascade,
  valid_from  date not null,
  status      text not null check (status in ('OPEN','CLOSED','NOT_OPERATING','UNKNOWN')),
  condition   text check (condition in ('BAIK','RUSAK_RINGAN','RUSAK_SEDANG','RUSAK_BERAT')),
  source_id   bigint not null references data.data_source,
  primary key (facility_id, valid_from)
);

-- A register says how far a list of one kind can be trusted to be whole. Only
-- where it is COMPLETE may a desa without a row be said to lack one.
create table data.register (
  id           bigint generated always as identity primary key,
  kind         text not null,
  wilayah      text collate "C" not null references data.wilayah,
  completeness text not null check (completeness in ('COMPLETE','PARTIAL')),
  as_of        date not null,
  source_id    bigint not null references data.data_source,
  unique (kind, wilayah, as_of)
);

-- Which kinds a kabupaten's own list counts as a pustu; '' is the default list.
create table data.pustu_equivalent (
  kabupaten text collate "C" not null,
  kind      text not null,
  source    text not null,
  primary key (kabupaten, kind)
);
insert into data.pustu_equivalent (kabupaten, kind, source)
select '', k, 'assumption: default list of Jangkau; a kabupaten sets its own'
from unnest(array['PUSTU','PONKESDES','POSKESDES','POLINDES','PKD']) k;

-- What a machine may not decide alone, and what a person decided: kept by the
-- list and the row's own words, so that the next import of the list knows.
create table data.match_case (
  id          bigint generated always as identity primary key,
  source_id   bigint not null references data.data_source,
  subject     text not null check (subject in ('KIND','DESA','FACILITY','INDUK')),
  key         text collate "C" not null,
  line        int not null,
  given       text not null,
  candidates  jsonb not null,             -- [{"value","label","score"}], best first
  facility_id bigint references data.facility on delete cascade,
  status      text not null default 'PENDING' check (status in ('PENDING','ACCEPTED','REJECTED')),
  decision    text,
  created_at  timestamptz not null,
  decided_at  timestamptz,
  unique (source_id, subject, key)
);

-- Network -------------------------------------------------------------------
create table data.network_dataset (
  id              bigint generated always as identity primary key,
  source_id       bigint not null references data.data_source,
  status          text not null check (status in ('BUILDING','READY','CURRENT','RETIRED')),
  hash            text not null,           -- of nodes, edges and attributes: names the version
  coverage        geometry(MultiPolygon, 4326) not null,
  coverage_method text not null check (coverage_method in ('DECLARED','FILE_BOUNDS','NEAR_ROADS')),
  nodes           int not null,
  edges           int not null,
  length_m        double precision not null,
  min_component   int not null default 100,
  snap_max_m      double precision not null default 5000,
  created_at      timestamptz not null
);
create unique index network_dataset_current on data.network_dataset ((true)) where status = 'CURRENT';

create table data.network_node (
  dataset_id bigint not null references data.network_dataset on delete cascade,
  id         int not null,
  lon        double precision not null,
  lat        double precision not null,
  landmass   int not null default 0,      -- 0: not known
  primary key (dataset_id, id)
);

-- access is a set of bits: who may pass the edge, and in which direction.
-- 1 walk forward, 2 walk backward, 4/8 motorcycle, 16/32 car, 64/128 boat.
create table data.network_edge (
  dataset_id       bigint not null references data.network_dataset on delete cascade,
  id               int not null,
  from_node        int not null,
  to_node          int not null,
  class            text not null,
  surface          text not null default '',
  name             text not null default '',
  max_speed_kmh    real,
  access           smallint not null,
  ferry_duration_s real,
  length_m         double precision not null check (length_m >= 0),
  geom             geometry(LineString, 4326) not null,
  primary key (dataset_id, id)
);
create index network_edge_geom on data.network_edge using gist (geom);

-- For a desa without settlements or office: a point where its roads are densest.
create table data.network_desa_point (
  dataset_id bigint not null references data.network_dataset on delete cascade,
  desa       text collate "C" not null references data.wilayah on delete cascade,
  point      geometry(Point, 4326) not null,
  primary key (dataset_id, desa)
);

create table data.travel_profile (
  profile       text primary key check (profile in ('WALK','MOTORCYCLE','CAR','BOAT')),
  version       int not null default 1,
  walk_kmh      double precision not null,   -- access and egress legs
  detour_factor double precision not null,   -- straight line to way walked
  ferry_wait_s  double precision not null,
  source        text not null,
  assumption    boolean not null
);

create table data.travel_profile_speed (
  profile    text not null references data.travel_profile,
  class      text not null,
  kmh        double precision,               -- null: may not be used
  source     text not null,
  assumption boolean not null,
  primary key (profile, class)
);

-- A number that grows whenever facilities, people or points change: results
-- computed in memory are kept by it.
create table data.revision (
  what  text primary key check (what in ('FACILITY','WILAYAH','POPULATION','NETWORK','STAFF')),
  value bigint not null
);
insert into data.revision select w, 1 from unnest(array['FACILITY','WILAYAH','POPULATION','NETWORK','STAFF']) w;

-- +goose StatementBegin
create function data.bump() returns trigger language plpgsql as $$
begin
  update data.revision set value = value + 1 where what = tg_argv[0];
  return null;
end $$;
-- +goose StatementEnd
create trigger bump after insert or update or delete on data.facility for each statement execute function data.bump('FACILITY');
create trigger bump after insert or update or delete on data.facility_service_area for each statement execute function data.bump('FACILITY');
create trigger bump after insert or update or delete on data.facility_state for each statement execute function data.bump('FACILITY');
create trigger bump after insert or update or delete on data.register for each statement execute function data.bump('FACILITY');
create trigger bump after insert or update or delete on data.wilayah for each statement execute function data.bump('WILAYAH');
create trigger bump after insert or update or delete on data.population for each statement execute function data.bump('POPULATION');
create trigger bump after insert or update or delete on data.settlement for each statement execute function data.bump('POPULATION');
create trigger bump after insert or update or delete on data.network_dataset for each statement execute function data.bump('NETWORK');
create trigger bump after insert or update or delete on data.travel_profile for each statement execute function data.bump('NETWORK');
create trigger bump after insert or update or delete on data.travel_profile_speed for each statement execute function data.bump('NETWORK');
