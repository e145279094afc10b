-- +goose Up
-- Speeds as versions of sheets: an edit never changes a row, it adds a version with
-- when and why, and the highest version of a profile or of a variant holds. A row of
-- the sheet is a row here, so that what is exported, mended and imported again is the
-- same thing throughout.
create table data.profile_version (
  profile text not null check (profile in ('WALK','MOTORCYCLE','CAR','BOAT')),
  variant text collate "C" not null default '' check (variant ~ '^([a-z0-9][a-z0-9-]{0,39})?$'),  -- '': the profile itself
  version int not null check (version > 0),
  made_at timestamptz not null,
  why     text not null,
  primary key (profile, variant, version)
);

create table data.profile_row (
  profile    text not null,
  variant    text collate "C" not null default '',
  version    int not null,
  n          int not null,                     -- its place in the sheet
  item       text not null check (item in ('title','walk_kmh','detour_factor','ferry_wait_s','class','surface','tracktype','smoothness','structure',
                                           'close_way','close_point','close_class')),
  key        text not null default '',         -- the class, the surface, the way: see docs/operations.md
  value      double precision,
  closed     boolean not null default false,   -- may not be used; value is null
  lon        double precision,                 -- of close_point
  lat        double precision,
  within_m   double precision,
  months     int[] not null default '{}',      -- a closure's; none: always
  source     text not null default '',
  assumption boolean not null,
  note       text not null default '',
  primary key (profile, variant, version, n),
  foreign key (profile, variant, version) references data.profile_version
);
create trigger bump after insert or update or delete on data.profile_version for each statement execute function data.bump('NETWORK');
create trigger bump after insert or update or delete on data.profile_row for each statement execute function data.bump('NETWORK');

-- What stood until now is version 1 (or whatever number it had).
insert into data.profile_version (profile, version, made_at, why)
select profile, version, now(), 'as installed' from data.travel_profile;
insert into data.profile_row (profile, version, n, item, key, value, closed, source, assumption)
select p, v, row_number() over (partition by p order by o, class = '*', class), item, class, value, closed, source, assumption from (
  select profile p, version v, 1 o, 'walk_kmh' item, '' class, walk_kmh value, false closed,
    case when profile = 'WALK' then 'AccessMod documentation: walking 5 km/h' else source end source, profile <> 'WALK' and assumption assumption from data.travel_profile
  union all select profile, version, 2, 'detour_factor', '', detour_factor, false, 'assumption', true from data.travel_profile
  union all select profile, version, 3, 'ferry_wait_s', '', ferry_wait_s, false, 'assumption', true from data.travel_profile
  union all select s.profile, p.version, 4, 'class', class, kmh, kmh is null, s.source, s.assumption from data.travel_profile_speed s join data.travel_profile p using (profile)) x;
drop table data.travel_profile_speed, data.travel_profile;

-- No faster than this on such a road, whatever its class. No citable source gives
-- these for Indonesia: they are assumptions, made so that a road of mud is not
-- travelled like one of asphalt. That nothing on wheels passes where smoothness is
-- impassable is what the value means in OpenStreetMap.
insert into data.profile_row (profile, version, n, item, key, value, closed, source, assumption)
select p, version, 1000 + n, item, key, nullif(kmh, 0), kmh = 0,
  case when kmh = 0 then 'OpenStreetMap wiki, Key:smoothness: impassable is for no wheeled vehicle' else 'assumption' end, kmh <> 0
from (values
  --                             walk, motorcycle, car; null: no cap, 0: closed
  ( 1, 'surface', 'compacted',    null, 40,   40),
  ( 2, 'surface', 'fine_gravel',  null, 35,   35),
  ( 3, 'surface', 'gravel',       null, 30,   30),
  ( 4, 'surface', 'pebblestone',  null, 20,   20),
  ( 5, 'surface', 'cobblestone',  null, 25,   20),
  ( 6, 'surface', 'unpaved',      null, 25,   20),
  ( 7, 'surface', 'dirt',         null, 20,   15),
  ( 8, 'surface', 'ground',       null, 20,   15),
  ( 9, 'surface', 'earth',        null, 20,   15),
  (10, 'surface', 'grass',        null, 15,   10),
  (11, 'surface', 'clay',         null, 15,   10),
  (12, 'surface', 'wood',         null, 15,   10),
  (13, 'surface', 'rock',            4, 10,    8),
  (14, 'surface', 'sand',            4, 10,    8),
  (15, 'surface', 'mud',             3,  8,    5),
  (16, 'tracktype', 'grade1',     null, 40,   40),
  (17, 'tracktype', 'grade2',     null, 30,   25),
  (18, 'tracktype', 'grade3',     null, 20,   15),
  (19, 'tracktype', 'grade4',     null, 15,   10),
  (20, 'tracktype', 'grade5',     null, 10,    6),
  (21, 'smoothness', 'bad',           null, 30, 25),
  (22, 'smoothness', 'very_bad',      null, 20, 12),
  (23, 'smoothness', 'horrible',      null, 12,  8),
  (24, 'smoothness', 'very_horrible', null,  6,  5),
  (25, 'smoothness', 'impassable',    null,  0,  0)) v(n, item, key, walk, motorcycle, car)
cross join lateral (values ('WALK', walk), ('MOTORCYCLE', motorcycle), ('CAR', car)) x(p, kmh)
join data.profile_version pv on pv.profile = p and pv.variant = ''
where kmh is not null;

-- An example that can be asked at once. All of it is an assumption.
insert into data.profile_version (profile, variant, version, made_at, why) values ('MOTORCYCLE', 'musim-hujan', 1, now(), 'as installed: an example');
insert into data.profile_row (profile, variant, version, n, item, key, value, closed, source, assumption, note)
select 'MOTORCYCLE', 'musim-hujan', 1, n, item, key, kmh, item <> 'title' and kmh is null, 'assumption', true, note
from (values
  ( 1, 'title', 'id', null::float8, 'Sepeda motor pada musim hujan (contoh, asumsi)'),
  ( 2, 'title', 'en', null, 'Motorcycle in the wet season (example, assumption)'),
  ( 3, 'class', 'track', 8, ''),
  ( 4, 'class', 'path', 5, ''),
  ( 5, 'surface', 'compacted', 30, ''),
  ( 6, 'surface', 'fine_gravel', 25, ''),
  ( 7, 'surface', 'gravel', 20, ''),
  ( 8, 'surface', 'unpaved', 12, ''),
  ( 9, 'surface', 'dirt', 8, ''),
  (10, 'surface', 'ground', 8, ''),
  (11, 'surface', 'earth', 8, ''),
  (12, 'surface', 'grass', 8, ''),
  (13, 'surface', 'clay', 5, ''),
  (14, 'surface', 'sand', 8, ''),
  (15, 'surface', 'mud', null, ''),
  (16, 'tracktype', 'grade3', 12, ''),
  (17, 'tracktype', 'grade4', 8, ''),
  (18, 'tracktype', 'grade5', null, ''),
  (19, 'structure', 'FORD', null, 'A ford is taken as not to be crossed in the rains')) v(n, item, key, kmh, note);
