package db

import (
	"context"
	"fmt"
	"strings"

	"jangkau/gis"
)

// Revisions reads what the store holds now.
func (s *Session) Revisions(ctx context.Context) (gis.Revisions, error) {
	return readOne[gis.Revisions](ctx, s, "read revisions", `
		select json_build_object('dataset', coalesce((select n.id from network_dataset n where n.status = 'CURRENT'), 0),
			'hash', coalesce((select n.hash from network_dataset n where n.status = 'CURRENT'), ''),
			'facility', max(r.value) filter (where r.what = 'FACILITY'), 'wilayah', max(r.value) filter (where r.what = 'WILAYAH'),
			'population', max(r.value) filter (where r.what = 'POPULATION'), 'network', max(r.value) filter (where r.what = 'NETWORK'))
		from revision r`)
}

// offshore is how far from land a point still counts as on it, in degrees: about
// the 5 km within which a road is looked for. Simplified coasts leave jetties and
// beaches in the sea.
const offshore = "0.045"

// PlaceOf reads where a point lies: without its landmass a walk or a road beyond a
// strait would look near.
func (s *Session) PlaceOf(ctx context.Context, lon, lat float64) (gis.PointPlace, error) {
	const p = "ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)"
	return readOne[gis.PointPlace](ctx, s, "read place of a point", `
		select json_build_object(
			'landmass', coalesce((select l.landmass from landmass_part l where ST_DWithin(l.geom, `+p+`, `+offshore+`)
				order by l.geom <-> `+p+`, l.landmass limit 1), 0),
			'desa', (select w.code from api.wilayah w where w.level = 'DESA_KELURAHAN' and ST_Intersects(w.geom, `+p+`) order by w.code limit 1))`,
		lon, lat)
}

// DesaOf reads the codes of an area's desa, each with the puskesmas whose service
// area names it.
func (s *Session) DesaOf(ctx context.Context, a gis.Area) ([]gis.DesaOf, error) {
	b := &binds{}
	out, err := readOne[struct {
		areaHead
		Desa []gis.DesaOf `json:"desa"`
	}](ctx, s, "read desa of an area", fmt.Sprintf(`
		select json_build_object(%s, 'desa', coalesce((select json_agg(json_build_object('code', w.code, 'puskesmas', coalesce((
			select json_agg(f.id order by f.id) from api.facility_service_area sa join api.facility f on f.id = sa.facility_id
			where sa.desa = w.code and f.kind = 'PUSKESMAS'), '[]'::json)) order by w.code)
		from api.wilayah w where w.level = 'DESA_KELURAHAN' and %s and %s), '[]'::json))`,
		areaFields(b, a), within(b, "w.code", a.Within), desaOfPuskesmas(b, "w.code", a.Puskesmas)), b.values...)
	if err == nil {
		err = out.check(a)
	}
	return out.Desa, err
}

// Evidence reads what an answer rests on: its sources, and the counts from which
// its caveats follow.
func (s *Session) Evidence(ctx context.Context, q gis.EvidenceQuestion) (gis.Evidence, error) {
	b := &binds{}
	with := "with "
	if q.Workforce != nil {
		with = "with " + workforceFacilities(b, *q.Workforce) + "," + workforceRule(b, *q.Workforce) + ", "
	}
	fields := []string{
		"'sources', coalesce((select json_agg(to_json(d) order by d.role, d.name) from data_source d where d.id in (select id from used)), '[]'::json)",
		"'desa', (select count(*) from area)",
	}
	used := []string{"select source_id from area"}
	if q.People {
		used = append(used, "select p.source_id from area a cross join lateral (select dp.source_id from api.desa_people dp where dp.desa = a.code limit 1) p")
		fields = append(fields, "'without_people', (select count(*) from area a where not exists (select from api.desa_people dp where dp.desa = a.code))")
	}
	if q.Facility {
		kinds := "true"
		if q.Kinds != nil {
			kinds = "f.kind = any(" + b.add(texts(q.Kinds)) + ")"
		}
		used = append(used, "select f.source_id from api.facility f where "+kinds+" and "+facilityWithin(b, q.Within),
			"select f.edit_source from api.facility f where "+kinds+" and "+facilityWithin(b, q.Within),
			"select sa.source_id from api.facility_service_area sa join area a on a.code = sa.desa")
		fields = append(fields, "'without_desa', (select count(*) from api.facility f where f.desa is null and "+kinds+" and "+facilityWithin(b, q.Within)+")")
	}
	if q.Used != nil {
		used = append(used, "select unnest(array[f.source_id, f.edit_source]) from api.facility f where f.id = any("+b.add(q.Used)+")")
	}
	if q.Register {
		used = append(used, "select r.source_id from api.register_on("+b.add(string(q.AsOf))+"::text::date) r where r.kind = any("+b.add(texts(q.Kinds))+") and ("+
			within(b, "r.wilayah", q.Within)+" or "+b.add(string(q.Within))+"::text like r.wilayah || '.%')")
	}
	if q.Staff {
		used = append(used, "select s.source_id from api.facility f join api.staff_count s on s.facility_id = f.id where "+facilityWithin(b, q.Within))
	}
	if q.Mentoring {
		used = append(used, "select m.source_id from mentoring m join api.facility f on f.id = m.puskesmas_id where "+facilityWithin(b, q.Within),
			"select r.source_id from api.register_on("+b.add(string(q.AsOf))+"::text::date) r where r.kind = 'MENTORING' and ("+within(b, "r.wilayah", q.Within)+" or "+b.add(string(q.Within))+"::text like r.wilayah || '.%')")
	}
	if q.Posyandu {
		used = append(used, "select x.source_id from api.posyandu_on("+b.add(string(q.AsOf))+"::text::date) x where "+within(b, "x.desa", q.Within)+" and x.source_id is not null")
	}
	if q.Puskesmas != nil {
		fields = append(fields, "'no_service_area', not exists (select from api.facility_service_area sa where sa.facility_id = "+b.add(*q.Puskesmas)+")")
	}
	if q.Dataset != 0 {
		id := b.add(q.Dataset)
		used = append(used, "select n.source_id from network_dataset n where n.id = "+id)
		fields = append(fields, `'network', (select json_build_object('id', n.id, 'hash', n.hash, 'nodes', n.nodes, 'edges', n.edges,
			'length_km', n.length_m / 1000, 'coverage_method', n.coverage_method, 'created_at', n.created_at, 'source', to_json(d))
			from network_dataset n join data_source d on d.id = n.source_id where n.id = `+id+")",
			"'uncovered', (select count(*) from area a join network_dataset n on n.id = "+id+" where a.surface_point is not null and not ST_Covers(n.coverage, a.surface_point))")
	}
	if q.Workforce != nil {
		used = append(used, workforceSources(b, q)...)
		fields = append(fields, workforceEvidence(b, q)...)
	}
	return readOne[gis.Evidence](ctx, s, "read evidence", with+fmt.Sprintf(`
		area as materialized (select w.code, w.source_id, w.surface_point from api.wilayah w where w.level = 'DESA_KELURAHAN' and %s and %s),
		used(id) as materialized (%s)
		select json_build_object(%s)`, within(b, "w.code", q.Within), desaOfPuskesmas(b, "w.code", q.Puskesmas),
		strings.Join(used, " union "), strings.Join(fields, ", ")), b.values...)
}
