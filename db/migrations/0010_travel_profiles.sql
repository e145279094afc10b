-- +goose Up
-- The ways of travelling that everybody starts with. Walking at 5 km/h is
-- AccessMod's default for bare and built-up ground; no citable source gives
-- speeds of motorcycles, cars and boats on Indonesian roads, so those are
-- assumptions and say so. Classes are OpenStreetMap's; 'road' is a plain line
-- file without classes, '*' any class that has no row. A class with no kmh may
-- not be used. Ferries go at the duration their line states, else at this speed.
insert into data.travel_profile (profile, walk_kmh, detour_factor, ferry_wait_s, source, assumption) values
  ('WALK',       5, 1.3, 1800, 'AccessMod documentation: walking 5 km/h; detour factor and ferry wait: assumption', true),
  ('MOTORCYCLE', 5, 1.3, 1800, 'assumption', true),
  ('CAR',        5, 1.3, 1800, 'assumption', true),
  ('BOAT',       5, 1.3, 600,  'assumption', true);

insert into data.travel_profile_speed (profile, class, kmh, source, assumption) values
  ('WALK', '*', 5, 'AccessMod documentation: walking 5 km/h', false),
  ('WALK', 'steps', 2, 'assumption', true),
  ('WALK', 'motorway', null, 'not open to people on foot', false),
  ('WALK', 'motorway_link', null, 'not open to people on foot', false),
  ('WALK', 'ferry', 12, 'assumption', true);

insert into data.travel_profile_speed (profile, class, kmh, source, assumption)
select p, c, nullif(kmh, 0), case when kmh = 0 then 'not open to this way of travelling' else 'assumption' end, kmh <> 0
from (values
  --                  motorcycle, car, boat; 0: closed
  ('motorway',        0, 70, 0),
  ('motorway_link',   0, 40, 0),
  ('trunk',          50, 50, 0),
  ('trunk_link',     40, 40, 0),
  ('primary',        45, 45, 0),
  ('primary_link',   35, 35, 0),
  ('secondary',      40, 40, 0),
  ('secondary_link', 30, 30, 0),
  ('tertiary',       35, 30, 0),
  ('tertiary_link',  25, 25, 0),
  ('unclassified',   30, 25, 0),
  ('residential',    25, 20, 0),
  ('living_street',  15, 10, 0),
  ('service',        15, 15, 0),
  ('road',           30, 25, 0),
  ('track',          15, 10, 0),
  ('path',           10,  0, 0),
  ('footway',         0,  0, 0),
  ('pedestrian',      0,  0, 0),
  ('steps',           0,  0, 0),
  ('bridleway',       0,  0, 0),
  ('cycleway',        0,  0, 0),
  ('ferry',          12, 12, 12),
  ('river',           0,  0, 12),
  ('canal',           0,  0, 10),
  ('fairway',         0,  0, 15),
  ('*',              20, 15, 0)) v(c, motorcycle, car, boat)
cross join lateral (values ('MOTORCYCLE', motorcycle), ('CAR', car), ('BOAT', boat)) x(p, kmh);
