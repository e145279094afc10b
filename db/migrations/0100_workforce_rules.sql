-- +goose Up
-- Need under three rules, staff by role, level and place of work, and what a post
-- costs. A rule of any of the three is a row of data.standard: who says it, for which
-- wilayah, from when to when, and how well its text is known are asked of all alike.

-- Rules --------------------------------------------------------------------
alter table data.standard
  -- STANDARD: so many in a facility of this kind (standard_row). WORKLOAD: what there
  -- is to do by the time it takes (workload_activity). RATIO: so many by people
  -- served (ratio_row).
  add column rule text not null default 'STANDARD' check (rule in ('STANDARD','WORKLOAD','RATIO')),
  -- WORKLOAD alone: minutes that one person works in a year (waktu kerja tersedia).
  -- Sources differ (72,000 and 75,000), so that every rule brings its own.
  add column wkt_minutes double precision check (wkt_minutes > 0),
  -- The import that brought it; null: it came with Jangkau.
  add column source_id bigint references data.data_source,
  add constraint standard_wkt check ((rule = 'WORKLOAD') = (wkt_minutes is not null)),
  add constraint standard_days check (valid_from < valid_to);
comment on column data.standard.wilayah is 'whose own rule it is: there it goes before wider ones; null: national';
comment on column data.standard.valid_to is 'the first day on which it is no longer in force; null: in force, or the day is not verified (then revoked says which)';
comment on column data.standard.rank is 'decides between rules that neither wilayah, nor force, nor valid_from does: the highest is used';

-- standard_row stands as it was: facility_kind, area_category ('' any), rawat_inap
-- (null either), klaster ('' the rule does not speak of klaster), profession, required.
alter table data.standard_row add constraint standard_row_area
  check (area_category in ('','PERKOTAAN','PERDESAAN','TERPENCIL','SANGAT_TERPENCIL')),
  add constraint standard_row_klaster check (klaster in ('','KLASTER_1','KLASTER_2','KLASTER_3','KLASTER_4','KLASTER_5'));

-- What people of a profession do, under a rule of workload.
create table data.workload_activity (
  standard      text not null references data.standard on delete cascade,
  facility_kind text not null default '',   -- '': in any
  profession    text not null references data.profession,
  code          text collate "C" not null,  -- names the activity; workload_volume tells how much of it there was
  name          text not null,
  -- MAIN: uraian tugas pokok (WISN: health service activity); norm_minutes for each unit
  --   of volume (norma waktu), from which SBK = WKT / norm_minutes.
  -- SUPPORT: tugas penunjang of everybody in the profession (WISN: category allowance);
  --   percent of WKT (FTP), or minutes_year of each person, from which FTP follows.
  -- INDIVIDUAL: what certain persons do beside (WISN: individual allowance); minutes_year
  --   of each of them, and how many persons. ABK Kes has none.
  kind          text not null check (kind in ('MAIN','SUPPORT','INDIVIDUAL')),
  norm_minutes  double precision check (norm_minutes > 0),
  percent       double precision check (percent >= 0),
  minutes_year  double precision check (minutes_year >= 0),
  persons       double precision check (persons >= 0),
  sort          int not null default 0,
  primary key (standard, facility_kind, profession, code),
  check (case kind when 'MAIN' then num_nonnulls(norm_minutes) = 1 and num_nonnulls(percent, minutes_year, persons) = 0
                   when 'SUPPORT' then num_nonnulls(percent, minutes_year) = 1 and num_nonnulls(norm_minutes, persons) = 0
                   else num_nonnulls(minutes_year, persons) = 2 and num_nonnulls(norm_minutes, percent) = 0 end)
);

-- How much of an activity a facility did in the year that ends with period (capaian). A
-- fact, whatever rule it is put to: it goes by the activity's code.
create table data.workload_volume (
  facility_id  bigint not null references data.facility on delete cascade,
  profession   text not null references data.profession,
  activity     text collate "C" not null,
  period       date not null,
  volume       double precision not null check (volume >= 0),
  norm_minutes double precision check (norm_minutes > 0),  -- the facility's own norm; null: the rule's
  counted      boolean not null default true,              -- false: the list itself leaves it out ("tidak dihitung")
  source_id    bigint not null references data.data_source,
  primary key (facility_id, profession, activity, period, source_id)
);

-- So many of a profession for so many people.
create table data.ratio_row (
  standard   text not null references data.standard on delete cascade,
  profession text not null references data.profession,
  required   double precision not null check (required >= 0),
  per_people double precision not null default 100000 check (per_people > 0),
  primary key (standard, profession)
);

-- Staff ----------------------------------------------------------------------
-- Jenjang jabatan fungsional.
create table data.functional_level (
  code    text primary key,
  name_id text not null,
  name_en text not null,
  sort    int not null
);
insert into data.functional_level (code, name_id, name_en, sort) values
  ('PEMULA', 'Pemula', 'Beginner (skill track)', 1),
  ('TERAMPIL', 'Terampil', 'Skilled (skill track)', 2),
  ('MAHIR', 'Mahir', 'Proficient (skill track)', 3),
  ('PENYELIA', 'Penyelia', 'Supervisor (skill track)', 4),
  ('AHLI_PERTAMA', 'Ahli pertama', 'First expert (expert track)', 5),
  ('AHLI_MUDA', 'Ahli muda', 'Junior expert (expert track)', 6),
  ('AHLI_MADYA', 'Ahli madya', 'Associate expert (expert track)', 7),
  ('AHLI_UTAMA', 'Ahli utama', 'Principal expert (expert track)', 8),
  ('BUKAN_JF', 'Bukan jabatan fungsional', 'No functional post', 9);
-- folded as in profession_synonym.
create table data.functional_synonym (
  folded text collate "C" primary key,
  level  text not null references data.functional_level
);
insert into data.functional_synonym (folded, level) values
  ('pemula','PEMULA'),('pelaksanapemula','PEMULA'),('terampil','TERAMPIL'),('pelaksana','TERAMPIL'),('mahir','MAHIR'),('pelaksanalanjutan','MAHIR'),
  ('penyelia','PENYELIA'),('ahlipertama','AHLI_PERTAMA'),('pertama','AHLI_PERTAMA'),('ahlimuda','AHLI_MUDA'),('muda','AHLI_MUDA'),
  ('ahlimadya','AHLI_MADYA'),('madya','AHLI_MADYA'),('ahliutama','AHLI_UTAMA'),('utama','AHLI_UTAMA'),
  ('bukanjf','BUKAN_JF'),('nonjf','BUKAN_JF'),('bukanjabatanfungsional','BUKAN_JF');

alter table data.staff_count
  -- Of klaster, those that these people lead (penanggung jawab); in the others they are
  -- anggota. Empty for a whole facility: the list gives no roles, and whether a PJ is
  -- missing is not known.
  add column klaster_pj text[] not null default '{}',
  -- Null: the list does not give it.
  add column functional_level text references data.functional_level,
  -- True: booked at this facility (the induk), working at one of its pustu, which the
  -- list does not name. They are people of the list, and in no facility's figures: "not
  -- mapped to pustu". Where the pustu is named, facility_id is the pustu.
  add column at_pustu boolean not null default false,
  add constraint staff_count_pj check (klaster_pj <@ klaster);
comment on column data.staff_count.period is 'the day that the list describes; a question as of a day takes each facility''s latest period up to it';
comment on column data.staff_count.funding is 'who pays; null: not given';
drop index data.staff_count_row;
create unique index staff_count_row on data.staff_count
  (source_id, coalesce(wilayah, ''), unit, profession, status, coalesce(funding, ''), klaster, klaster_pj, coalesce(functional_level, ''), at_pustu, period);
create or replace view api.staff_count as
select id, facility_id, unit, wilayah, profession, status, funding, klaster, people, period, source_id, klaster_pj, functional_level, at_pustu
from data.staff_count;

-- Money ----------------------------------------------------------------------
-- What one post costs in a year. The narrowest wilayah goes first, then the row that
-- names the employment status.
create table data.unit_cost (
  id          bigint generated always as identity primary key,
  wilayah     text collate "C",              -- null: anywhere
  profession  text not null references data.profession,
  status      text references data.employment_status,  -- null: whatever the status
  funding     text not null references data.funding_source,
  rupiah_year numeric(18,2) not null check (rupiah_year >= 0),  -- in rupiah, never in thousands or millions
  valid_from  date,
  valid_to    date,                          -- the first day on which it no longer holds
  source      text not null,
  source_id   bigint references data.data_source,
  check (valid_from < valid_to)
);
create unique index unit_cost_row on data.unit_cost (coalesce(wilayah, ''), profession, coalesce(status, ''), funding, coalesce(valid_from, '-infinity'));

create trigger bump after insert or update or delete on data.workload_activity for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.workload_volume for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.ratio_row for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.unit_cost for each statement execute function data.bump('STAFF');

-- Kader are volunteers and no health staff. They are counted by a profession of their
-- own so that one arithmetic serves; api.staff_count may lay them in from elsewhere.
insert into data.profession (code, name_id, name_en, sort) values ('KADER', 'Kader posyandu', 'Posyandu volunteer (kader)', 90);
insert into data.profession_synonym (folded, profession) values ('kader','KADER'), ('kaderposyandu','KADER'), ('kaderkesehatan','KADER');
insert into data.employment_status (code, name_id, name_en, asn, sort) values ('RELAWAN', 'Relawan (kader)', 'Volunteer (kader)', false, 8);
insert into data.employment_synonym (folded, status) values ('relawan','RELAWAN'), ('kader','RELAWAN');

-- Rules that come with Jangkau -------------------------------------------------
insert into data.standard (id, rule, title, regulation, article, valid_from, valid_to, confidence, source, rank) values
  ('posyandu-kader', 'STANDARD', 'Kader minimal posyandu: 5 orang', 'Pedoman posyandu, Kementerian Kesehatan 2011', '', null, null, 'SECONDARY',
   'Read in a public copy of the Kemenkes guide of 2011', 10),
  ('rasio-target-2019', 'RATIO', 'Target rasio tenaga kesehatan per 100.000 penduduk tahun 2019', 'Kepmenko Kesra 54/2013', '', null, null, 'SECONDARY',
   'Quoted by Profil Kesehatan Indonesia 2016; a target for the year 2019 over all health staff of an area, hospitals included', 10);
insert into data.standard_row (standard, facility_kind, profession, required) values ('posyandu-kader', 'POSYANDU', 'KADER', 5);
insert into data.ratio_row (standard, profession, required) values
  ('rasio-target-2019', 'DOKTER', 45), ('rasio-target-2019', 'DOKTER_GIGI', 13), ('rasio-target-2019', 'PERAWAT', 180), ('rasio-target-2019', 'BIDAN', 120);
