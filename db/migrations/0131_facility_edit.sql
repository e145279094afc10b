-- +goose Up
-- People mend what lists say of a facility. What a person set is a property of the
-- field, not of a list: an import leaves such a field alone (ingest/facilities_mended.go).
-- edit_source is the source that answers name for it.
alter table data.facility
  add column version int not null default 1,
  add column mended text[] not null default '{}'
    check (mended <@ array['POINT', 'STATUS', 'CONDITION', 'INDUK', 'DECLARED_DESA', 'SERVICE_AREA']),
  add column edit_source bigint references data.data_source;

create or replace view api.facility as
select f.id, f.kind, f.local_kind, f.name, f.name_fold, f.address, f.ownership, f.rawat_inap, f.poned, f.ponek,
       f.area_category, f.induk_id, f.declared_desa, f.located_desa, f.desa, f.kabupaten, f.point, f.location_quality,
       f.status, f.condition, f.opened, f.closed, f.known_from, f.source_id, f.version, f.mended, f.edit_source
from data.facility f;

-- The version grows with every change, whoever makes it: who edits says which one was
-- read, and is refused where another was written meanwhile. A column that is computed
-- has no value yet before a row is written, so it is left out of the comparison.
-- +goose StatementBegin
create function data.facility_version() returns trigger language plpgsql as $$
declare
  was data.facility := old;
begin
  was.desa := new.desa;
  if new is distinct from was then
    new.version := old.version + 1;
  end if;
  return new;
end $$;
-- +goose StatementEnd
create trigger version before update on data.facility for each row execute function data.facility_version();

-- A wilayah kerja is read and edited with its facility.
-- +goose StatementBegin
create function data.service_area_version() returns trigger language plpgsql as $$
begin
  if exists (select from changed) then
    update data.facility set version = version + 1 where id in (select facility_id from changed);
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger version_insert after insert on data.facility_service_area referencing new table as changed for each statement execute function data.service_area_version();
create trigger version_delete after delete on data.facility_service_area referencing old table as changed for each statement execute function data.service_area_version();

-- Who mended what: one row an edit, or a decision about an uncertain match. changes are
-- [{"field", "before", "after"}] as people read them; empty where a decision changed no
-- facility. by_whom is an office or a role as given, never a person's number.
create table data.facility_edit (
  id            bigint generated always as identity primary key,
  facility_id   bigint references data.facility on delete cascade,
  at            timestamptz not null default now(),
  by_whom       text not null check (char_length(by_whom) between 2 and 100),
  reason        text check (char_length(reason) <= 500),
  on_day        date,
  changes       jsonb not null check (jsonb_typeof(changes) = 'array'),
  version       int,                       -- of the facility, once done
  match_case_id bigint references data.match_case on delete set null,
  decision      jsonb,                     -- {"before", "after"}: {"status", "decision"} of the match
  source_id     bigint references data.data_source on delete set null
);
create index facility_edit_facility on data.facility_edit (facility_id, id);
-- Foreign keys are followed when facilities and matches go.
create index facility_edit_match on data.facility_edit (match_case_id) where match_case_id is not null;

-- The log is only added to: the program may move a row to the facility that another was
-- made one with, and change nothing else of it.
revoke update, delete on data.facility_edit from jangkau_app;
grant update (facility_id) on data.facility_edit to jangkau_app;
