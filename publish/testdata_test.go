package publish_test

// village is two kecamatan of 35.10 in a row of squares a hundredth of a degree wide,
// with a register of pustu, facilities in every state, and a desa without anything.
const village = `
insert into data.data_source (name, role, kind, imported_at) values ('Batas', 'BOUNDARIES', 'REAL', '2024-02-01'), ('Faskes', 'FACILITIES', 'DEMO', '2024-06-01'), ('Penduduk', 'POPULATION', 'REAL', '2024-02-01');
insert into data.wilayah (code, level, parent, name, boundary_quality, source_id) values
  ('35', 'PROVINSI', null, 'Jawa Timur', 'DERIVED', 1), ('35.10', 'KABUPATEN_KOTA', '35', 'Banyuwangi', 'DERIVED', 1),
  ('35.10.01', 'KECAMATAN', '35.10', 'Pesanggaran', 'DERIVED', 1), ('35.10.02', 'KECAMATAN', '35.10', '=Bangorejo', 'DERIVED', 1);
insert into data.wilayah (code, level, parent, name, name_fold, geom, surface_point, area_km2, boundary_quality, source_id)
select kec || '.' || nr, 'DESA_KELURAHAN', kec, 'Desa ' || i, 'desa' || i, ST_Multi(ST_MakeEnvelope(114 + i * 0.01, -8.51, 114.01 + i * 0.01, -8.5, 4326)),
  ST_SetSRID(ST_MakePoint(114.005 + i * 0.01, -8.505), 4326), 1.2, 'SOURCE', 1
from (select i, case when i < 6 then '35.10.01' else '35.10.02' end as kec, case when i % 4 = 3 then 1000 + i else 2000 + i end as nr from generate_series(0, 11) i) x;
insert into data.wilayah (code, level, parent, boundary_quality, source_id) values ('35.10.02.2099', 'DESA_KELURAHAN', '35.10.02', 'NONE', 1);
insert into data.population (desa, as_of, people, source_id)
select code, '2024-01-01', 100 * row_number() over (order by code), 3 from data.wilayah where geom is not null and code <> '35.10.02.2010';
insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, condition, known_from, source_id)
select k, k || ' ' || desa, lower(k || desa), desa, case when k <> 'POLINDES' then (select surface_point from data.wilayah where code = desa) end,
  case when k = 'POLINDES' then 'DESA' else 'POINT' end, st, c, day::date, 2
from (values ('PUSKESMAS', '35.10.01.2000', 'OPEN', null, '2020-01-01'), ('PUSTU', '35.10.01.2001', 'OPEN', 'BAIK', '2020-01-01'),
  ('PUSTU', '35.10.01.2002', 'OPEN', 'RUSAK_BERAT', '2020-01-01'), ('PUSTU', '35.10.01.1003', 'CLOSED', null, '2020-01-01'),
  ('PUSTU', '35.10.02.2006', 'NOT_OPERATING', null, '2025-06-01'), ('POLINDES', '35.10.02.1007', 'OPEN', null, '2020-01-01')) v(k, desa, st, c, day);
update data.facility set induk_id = (select id from data.facility where kind = 'PUSKESMAS') where kind = 'PUSTU';
insert into data.facility_service_area (facility_id, desa, source_id) select id, desa, 2 from data.facility where kind = 'PUSTU';
insert into data.facility_service_area (facility_id, desa, source_id) select id, '35.10.01.2004', 2 from data.facility where name = 'PUSTU 35.10.01.2001';
insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id)
select id, '', p, 'PNS', 1, '2024-01-01', 2 from data.facility cross join unnest(array['PERAWAT', 'BIDAN']) p where name = 'PUSTU 35.10.01.2001';
insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('PUSTU', '35.10.01', 'COMPLETE', '2024-05-20', 2);
`
