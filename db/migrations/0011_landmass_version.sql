-- +goose Up
-- Which state of the boundaries the landmasses were computed from: they take
-- seconds for a provinsi, so they are made anew only when boundaries have
-- changed and roads need them.
create table data.landmass_version (
  only_row         boolean primary key default true check (only_row),
  wilayah_revision bigint not null
);
