-- 83,000 desa in 500 kabupaten with 10,000 facilities: the size of Indonesia. The
-- kabupaten that tests ask about, 35.20, has 217 desa.
insert into data.data_source (name, role, kind, imported_at) values ('Batas', 'BOUNDARIES', 'REAL', '2024-02-01'), ('Faskes', 'FACILITIES', 'REAL', '2024-06-01'), ('Penduduk', 'POPULATION', 'REAL', '2024-02-01');
create temp table d as
select (11 + k / 20) || '.' || lpad((1 + k % 20)::text, 2, '0') as kab, lpad((1 + n / 20)::text, 2, '0') as kec, 2001 + n % 20 as nr,
  114 + (k % 20) * 0.3 + (n % 20) * 0.01 as x, -8 + (k / 20) * 0.4 + (n / 20) * 0.01 as y
from generate_series(0, 499) k, generate_series(0, 165) n where k <> 499;
insert into d select '35.20', lpad((1 + n / 10)::text, 2, '0'), 2001 + n % 10, 114 + (n % 20) * 0.01, -8 + (n / 20) * 0.01 from generate_series(0, 216) n;
insert into data.wilayah (code, level, boundary_quality, source_id) select distinct left(kab, 2), 'PROVINSI', 'DERIVED', 1 from d;
insert into data.wilayah (code, level, parent, boundary_quality, source_id) select distinct kab, 'KABUPATEN_KOTA', left(kab, 2), 'DERIVED', 1 from d on conflict do nothing;
insert into data.wilayah (code, level, parent, boundary_quality, source_id) select distinct kab || '.' || kec, 'KECAMATAN', kab, 'DERIVED', 1 from d on conflict do nothing;
insert into data.wilayah (code, level, parent, name, geom, surface_point, area_km2, boundary_quality, source_id)
select kab || '.' || kec || '.' || nr, 'DESA_KELURAHAN', kab || '.' || kec, 'Desa ' || nr,
  ST_Multi(ST_MakeEnvelope(x, y, x + 0.01, y + 0.01, 4326)), ST_SetSRID(ST_MakePoint(x + 0.005, y + 0.005), 4326), 1.2, 'SOURCE', 1 from d on conflict do nothing;
insert into data.population (desa, as_of, people, source_id) select code, '2024-01-01', 100 + row_number() over () % 5000, 3 from data.wilayah where level = 'DESA_KELURAHAN';
insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, known_from, source_id)
select case when n % 10 = 0 then 'PUSKESMAS' else 'PUSTU' end, 'F' || n, 'f' || n, code, surface_point, 'POINT', 'OPEN', '2020-01-01', 2
from (select code, surface_point, row_number() over (order by code) as n from data.wilayah where level = 'DESA_KELURAHAN') w where n % 8 = 0;
insert into data.facility (kind, name, name_fold, declared_desa, point, location_quality, status, known_from, source_id)
select 'PUSTU', 'B' || code, 'b' || code, code, surface_point, 'POINT', 'OPEN', '2020-01-01', 2 from data.wilayah where code like '35.20.%.%' and right(code, 1) in ('1', '3', '5', '7');
insert into data.facility_service_area (facility_id, desa, source_id) select id, desa, 2 from data.facility where kind = 'PUSTU';
insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('PUSTU', '35.20', 'COMPLETE', '2024-05-20', 2);
analyze data.wilayah; analyze data.population; analyze data.facility; analyze data.facility_service_area; analyze data.register; analyze data.staff_count;
