-- +goose Up
-- What a posyandu does and who its kader are, as a sheet says it of a day. Kader are
-- counts, never persons. Null: the sheet does not say.
create table data.posyandu_report (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,
  source_id   bigint not null references data.data_source,
  kader       int check (kader >= 0),
  -- By level as declared: by which competences a level is earned is not verified for
  -- madya and utama, so that no level is worked out here.
  purwa       int check (purwa >= 0),
  madya       int check (madya >= 0),
  utama       int check (utama >= 0),
  ibu_hamil   boolean,
  balita      boolean,
  remaja      boolean,
  dewasa      boolean,
  lansia      boolean,
  primary key (facility_id, period, source_id)
);

-- Kader of a posyandu who have a competence of the 25: n is its number in the group, 0 all of
-- the group.
create table data.posyandu_competence (
  facility_id bigint not null,
  period      date not null,
  source_id   bigint not null,
  grp         text not null check (grp in ('PENGELOLAAN','BAYI_BALITA','IBU_HAMIL_MENYUSUI','USIA_SEKOLAH_REMAJA','DEWASA_LANSIA')),
  n           int not null check (n >= 0),
  kader       int not null check (kader >= 0),
  primary key (facility_id, period, source_id, grp, n),
  foreign key (facility_id, period, source_id) references data.posyandu_report on delete cascade
);
create trigger bump after insert or update or delete on data.posyandu_report for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.posyandu_competence for each statement execute function data.bump('STAFF');

-- Posyandu as they stood on a day, each with its latest report up to it.
-- +goose StatementBegin
create function api.posyandu_on(on_day date)
returns table (id bigint, desa text, kabupaten text, name text, facility_source bigint, period date, source_id bigint, kader int, purwa int, madya int, utama int,
               ibu_hamil boolean, balita boolean, remaja boolean, dewasa boolean, lansia boolean)
language sql stable parallel safe as $$
  select f.id, f.desa, f.kabupaten, f.name, f.source_id, r.period, r.source_id, r.kader, r.purwa, r.madya, r.utama, r.ibu_hamil, r.balita, r.remaja, r.dewasa, r.lansia
  from api.facility_on(on_day) f
  left join lateral (
    select * from data.posyandu_report p where p.facility_id = f.id and p.period <= on_day order by p.period desc, p.source_id desc limit 1) r on true
  where f.kind = 'POSYANDU'
$$;
-- +goose StatementEnd
