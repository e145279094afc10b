-- +goose Up
-- Which state of the boundaries the landmasses were computed from: they take
-- seconds for a provinsi, so they are made anew only when boundaries have
-- changed and roads need them.
create table data.landmass_version (
  only_row         boolean primary key default true check (only_row),
  wilayah_revision bigint not null
);

-- What the file of roads and the choices of its import came to, before landmasses
-- were laid over it: tells whether the same roads are imported again. hash also
-- covers the landmasses, so it changes when boundaries do.
alter table data.network_dataset add column content_hash text not null default '';

-- A desa's points look for their landmass among its own parts.
create index landmass_part_desa on data.landmass_part (desa);
