-- +goose Up
create table data.profession (
  code    text primary key,
  name_id text not null,
  name_en text not null,
  sort    int not null
);

-- folded: lower case, letters and digits only (gis.FoldName's form).
create table data.profession_synonym (
  folded     text collate "C" primary key,
  profession text not null references data.profession
);

create table data.employment_status (
  code    text primary key,
  name_id text not null,
  name_en text not null,
  asn     boolean,       -- null: not known, counted in All and never as non-ASN
  sort    int not null
);
create table data.employment_synonym (
  folded text collate "C" primary key,
  status text not null references data.employment_status
);

create table data.funding_source (
  code    text primary key,
  name_id text not null,
  name_en text not null
);
create table data.funding_synonym (
  folded  text collate "C" primary key,
  funding text not null references data.funding_source
);

-- A count of people, never a person. A row with two klaster is the same people
-- serving both.
create table data.staff_count (
  id          bigint generated always as identity primary key,
  facility_id bigint references data.facility on delete cascade,  -- null: a unit that is no facility
  unit        text not null,                 -- as the list words it
  wilayah     text collate "C" references data.wilayah,
  profession  text not null references data.profession,
  status      text not null references data.employment_status,
  funding     text references data.funding_source,
  klaster     text[] not null default '{}',
  people      int not null check (people >= 0),
  period      date not null,
  source_id   bigint not null references data.data_source,
  check (klaster <@ array['KLASTER_1','KLASTER_2','KLASTER_3','KLASTER_4','KLASTER_5'])
);
create unique index staff_count_row on data.staff_count
  (source_id, unit, profession, status, coalesce(funding, ''), klaster, period);
create index staff_count_facility on data.staff_count (facility_id, period);
create index staff_count_wilayah on data.staff_count (wilayah) where facility_id is null;
create trigger bump after insert or update or delete on data.staff_count for each statement execute function data.bump('STAFF');

-- A rule that says how many of which profession a facility needs.
create table data.standard (
  id         text primary key,
  title      text not null,
  regulation text not null,        -- whose rule it is
  article    text not null default '',
  wilayah    text collate "C",     -- null: national
  valid_from date,                 -- null: the day is not verified
  valid_to   date,                 -- null: in force, or the day is not verified
  revoked    boolean not null default false,
  revoked_by text not null default '',
  confidence text not null check (confidence in ('VERIFIED','SECONDARY','RECALLED')),
  source     text not null,
  rank       int not null default 0   -- among standards for one kind, the highest is used when none is named
);
create table data.standard_row (
  standard      text not null references data.standard on delete cascade,
  facility_kind text not null,
  area_category text not null default '',  -- '': any
  rawat_inap    boolean,                   -- null: either
  klaster       text not null default '',  -- '': the rule does not speak of klaster
  profession    text not null references data.profession,
  required      double precision not null check (required >= 0)
);
create unique index standard_row_key on data.standard_row
  (standard, facility_kind, area_category, coalesce(rawat_inap::int, 2), klaster, profession);

insert into data.profession (code, name_id, name_en, sort) values
  ('DOKTER',            'Dokter / dokter layanan primer', 'Doctor (general or primary care)', 1),
  ('DOKTER_GIGI',       'Dokter gigi', 'Dentist', 2),
  ('PERAWAT',           'Perawat', 'Nurse', 3),
  ('BIDAN',             'Bidan', 'Midwife', 4),
  ('KESMAS',            'Tenaga kesehatan masyarakat', 'Public health worker', 5),
  ('KESLING',           'Tenaga kesehatan lingkungan', 'Environmental health worker', 6),
  ('ATLM',              'Ahli teknologi laboratorium medik', 'Medical laboratory technologist', 7),
  ('GIZI',              'Tenaga gizi', 'Nutritionist', 8),
  ('KEFARMASIAN',       'Tenaga kefarmasian (apoteker dan TTK)', 'Pharmacy staff (pharmacists and technicians)', 9),
  ('ADMINISTRASI',      'Tenaga administrasi', 'Administrative staff', 10),
  ('PEKARYA',           'Pekarya', 'General assistant', 11),
  ('APOTEKER',          'Apoteker', 'Pharmacist', 12),
  ('TTK',               'Tenaga teknis kefarmasian', 'Pharmacy technician', 13),
  ('DOKTER_SPESIALIS',  'Dokter spesialis', 'Specialist doctor', 14),
  ('DOKTER_GIGI_SPESIALIS', 'Dokter gigi spesialis', 'Specialist dentist', 15),
  ('KETERAPIAN_FISIK',  'Tenaga keterapian fisik', 'Physical therapist', 16),
  ('KETEKNISIAN_MEDIS', 'Tenaga keteknisian medis', 'Medical technician', 17),
  ('BIOMEDIK_LAIN',     'Tenaga teknik biomedika lainnya', 'Other biomedical engineering staff', 18),
  ('STRUKTURAL',        'Pejabat struktural', 'Structural official', 19),
  ('PENDIDIK',          'Tenaga pendidik', 'Teaching staff', 20),
  ('DUKUNGAN_MANAJEMEN','Tenaga dukungan manajemen', 'Management support staff', 21),
  ('EPIDEMIOLOG',       'Epidemiolog kesehatan', 'Health epidemiologist', 22),
  ('PSIKOLOG_KLINIS',   'Psikolog klinis', 'Clinical psychologist', 23),
  ('TERAPIS_GIGI_MULUT','Terapis gigi dan mulut', 'Dental therapist', 24),
  ('PROMKES',           'Tenaga promosi kesehatan dan ilmu perilaku', 'Health promotion worker', 25),
  ('LAIN',              'Tenaga lain', 'Other staff', 99);

-- A profession that a standard counts within another (APOTEKER and TTK are KEFARMASIAN).
create table data.profession_part (
  part  text primary key references data.profession,
  whole text not null references data.profession
);
insert into data.profession_part values ('APOTEKER','KEFARMASIAN'), ('TTK','KEFARMASIAN');

insert into data.profession_synonym (folded, profession) values
  ('dokter','DOKTER'),('dokterumum','DOKTER'),('dokterlayananprimer','DOKTER'),('dlp','DOKTER'),('dr','DOKTER'),
  ('doktergigi','DOKTER_GIGI'),('drg','DOKTER_GIGI'),
  ('perawat','PERAWAT'),('ners','PERAWAT'),('tenagakeperawatan','PERAWAT'),
  ('bidan','BIDAN'),('tenagakebidanan','BIDAN'),
  ('kesmas','KESMAS'),('kesehatanmasyarakat','KESMAS'),('tenagakesehatanmasyarakat','KESMAS'),('skm','KESMAS'),
  ('kesling','KESLING'),('kesehatanlingkungan','KESLING'),('sanitarian','KESLING'),('tenagasanitasilingkungan','KESLING'),('tenagakesehatanlingkungan','KESLING'),
  ('atlm','ATLM'),('analiskesehatan','ATLM'),('ahliteknologilaboratoriummedik','ATLM'),('pranatalaboratorium','ATLM'),
  ('gizi','GIZI'),('nutrisionis','GIZI'),('tenagagizi','GIZI'),
  ('kefarmasian','KEFARMASIAN'),('farmasi','KEFARMASIAN'),('tenagakefarmasian','KEFARMASIAN'),
  ('apoteker','APOTEKER'),('ttk','TTK'),('tenagateknikkefarmasian','TTK'),('tenagatekniskefarmasian','TTK'),('asistenapoteker','TTK'),
  ('administrasi','ADMINISTRASI'),('tenagaadministrasi','ADMINISTRASI'),('pekarya','PEKARYA'),
  ('dokterspesialis','DOKTER_SPESIALIS'),('doktergigispesialis','DOKTER_GIGI_SPESIALIS'),
  ('keterapianfisik','KETERAPIAN_FISIK'),('fisioterapis','KETERAPIAN_FISIK'),
  ('keteknisianmedis','KETEKNISIAN_MEDIS'),('biomediklain','BIOMEDIK_LAIN'),
  ('struktural','STRUKTURAL'),('pendidik','PENDIDIK'),('dukunganmanajemen','DUKUNGAN_MANAJEMEN'),
  ('epidemiolog','EPIDEMIOLOG'),('epidemiologkesehatan','EPIDEMIOLOG'),('psikologklinis','PSIKOLOG_KLINIS'),
  ('terapisgigidanmulut','TERAPIS_GIGI_MULUT'),('terapisgigimulut','TERAPIS_GIGI_MULUT'),('perawatgigi','TERAPIS_GIGI_MULUT'),
  ('promkes','PROMKES'),('promosikesehatan','PROMKES'),('promotorkesehatan','PROMKES');

insert into data.employment_status (code, name_id, name_en, asn, sort) values
  ('PNS', 'PNS', 'Civil servant (PNS)', true, 1),
  ('CPNS', 'CPNS', 'Candidate civil servant (CPNS)', true, 2),
  ('PPPK', 'PPPK', 'Contract civil servant (PPPK)', true, 3),
  ('PPPK_PARUH_WAKTU', 'PPPK paruh waktu', 'Part-time contract civil servant (PPPK)', true, 4),
  ('NON_ASN_BLUD', 'Non-ASN BLUD', 'Not a civil servant, paid by BLUD', false, 5),
  ('NON_ASN_LAIN', 'Non-ASN lainnya', 'Not a civil servant, other', false, 6),
  ('PENUGASAN_KHUSUS', 'Penugasan khusus', 'Special assignment', false, 7),
  ('INTERNSIP', 'Internsip', 'Internship', false, 8),
  ('TIDAK_DIKETAHUI', 'Status tidak diketahui', 'Status not known', null, 9);
insert into data.employment_synonym (folded, status) values
  ('pns','PNS'),('asn','PNS'),('cpns','CPNS'),('pppk','PPPK'),('p3k','PPPK'),
  ('pppkparuhwaktu','PPPK_PARUH_WAKTU'),('p3kparuhwaktu','PPPK_PARUH_WAKTU'),
  ('blud','NON_ASN_BLUD'),('nonasnblud','NON_ASN_BLUD'),('bludnonasn','NON_ASN_BLUD'),
  ('nonasn','NON_ASN_LAIN'),('nonasnlain','NON_ASN_LAIN'),('nonasnlainnya','NON_ASN_LAIN'),('honorer','NON_ASN_LAIN'),('kontrak','NON_ASN_LAIN'),('thl','NON_ASN_LAIN'),('sukarela','NON_ASN_LAIN'),
  ('penugasankhusus','PENUGASAN_KHUSUS'),('nusantarasehat','PENUGASAN_KHUSUS'),
  ('internsip','INTERNSIP'),('internship','INTERNSIP'),
  ('','TIDAK_DIKETAHUI'),('tidakdiketahui','TIDAK_DIKETAHUI');

insert into data.funding_source (code, name_id, name_en) values
  ('APBN','APBN','National budget (APBN)'), ('DAU_PAD','DAU/PAD','District budget (DAU/PAD)'),
  ('BLUD_KAPITASI','BLUD/kapitasi','BLUD or capitation'), ('BOK','BOK','BOK'), ('DANA_DESA','Dana Desa','Village fund (Dana Desa)');
insert into data.funding_synonym (folded, funding) values
  ('apbn','APBN'),('dau','DAU_PAD'),('pad','DAU_PAD'),('daupad','DAU_PAD'),('apbd','DAU_PAD'),
  ('blud','BLUD_KAPITASI'),('kapitasi','BLUD_KAPITASI'),('bludkapitasi','BLUD_KAPITASI'),('bok','BOK'),('danadesa','DANA_DESA');

insert into data.standard (id, title, regulation, article, revoked, revoked_by, confidence, source, rank) values
  ('permenkes-75-2014', 'Standar ketenagaan minimal puskesmas', 'Permenkes 75/2014', 'Lampiran', true,
   'Permenkes 43/2019, sendiri dicabut Permenkes 19/2024 (tanggal pencabutan tidak diverifikasi)', 'SECONDARY',
   'Read in a public copy of the regulation; its column sums check (22/31, 19/27, 19/27)', 10),
  ('pustu-perawat-bidan', 'Tenaga minimal pustu: 1 perawat dan 1 bidan', 'Uji kelengkapan pustu pada dasbor DREAMS Kemenkes', '', false,
   '', 'VERIFIED',
   'The DREAMS dashboard of Kemenkes counts a pustu as complete with 1 perawat and 1 bidan; Permenkes 75/2014 asked the same', 10);

insert into data.standard_row (standard, facility_kind, area_category, rawat_inap, profession, required)
select 'permenkes-75-2014', 'PUSKESMAS', a, ri, p, n
from (values
  ('DOKTER',1,2,1,2,1,2), ('DOKTER_GIGI',1,1,1,1,1,1), ('PERAWAT',5,8,5,8,5,8), ('BIDAN',4,7,4,7,4,7),
  ('KESMAS',2,2,1,1,1,1), ('KESLING',1,1,1,1,1,1), ('ATLM',1,1,1,1,1,1), ('GIZI',1,2,1,2,1,2),
  ('KEFARMASIAN',1,2,1,1,1,1), ('ADMINISTRASI',3,3,2,2,2,2), ('PEKARYA',2,2,1,1,1,1)
) t(p, u_non, u_ri, r_non, r_ri, t_non, t_ri)
cross join lateral (values
  ('PERKOTAAN', false, u_non), ('PERKOTAAN', true, u_ri), ('PERDESAAN', false, r_non), ('PERDESAAN', true, r_ri),
  ('TERPENCIL', false, t_non), ('TERPENCIL', true, t_ri), ('SANGAT_TERPENCIL', false, t_non), ('SANGAT_TERPENCIL', true, t_ri)
) v(a, ri, n);
insert into data.standard_row (standard, facility_kind, profession, required) values
  ('pustu-perawat-bidan', 'PUSTU', 'PERAWAT', 1), ('pustu-perawat-bidan', 'PUSTU', 'BIDAN', 1);
