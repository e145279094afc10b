-- +goose Up
-- Puskesmas Asuhan Spesialistik: which hospital's post of a specialty mentors which
-- puskesmas, and from when to when. A post, never a person.
create table data.mentoring (
  id           bigint generated always as identity primary key,
  hospital_id  bigint not null references data.facility on delete cascade,
  puskesmas_id bigint not null references data.facility on delete cascade,
  specialty    text collate "C" not null,
  valid_from   date not null,
  valid_to     date,              -- the first day on which it no longer holds; null: it holds
  source_id    bigint not null references data.data_source,
  check (valid_from < valid_to)
);
create unique index mentoring_row on data.mentoring (source_id, hospital_id, puskesmas_id, specialty, valid_from);
create index mentoring_puskesmas on data.mentoring (puskesmas_id);
create index mentoring_hospital on data.mentoring (hospital_id);
create trigger bump after insert or update or delete on data.mentoring for each statement execute function data.bump('STAFF');
