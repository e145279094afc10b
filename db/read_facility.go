package db

import (
	"context"
	"fmt"
	"strings"

	"jangkau/gis"
)

// facilityRow is the JSON of a gis.Facility from api.facility f.
const facilityRow = `json_build_object('id', f.id, 'kind', f.kind, 'local_kind', f.local_kind, 'name', f.name, 'address', f.address,
	'ownership', f.ownership, 'rawat_inap', f.rawat_inap, 'poned', f.poned, 'ponek', f.ponek, 'area_category', f.area_category,
	'induk_id', f.induk_id, 'desa', f.desa, 'declared_desa', f.declared_desa, 'located_desa', f.located_desa,
	'point', case when f.point is not null then json_build_object('lon', ST_X(f.point), 'lat', ST_Y(f.point)) end,
	'location_quality', f.location_quality, 'status', f.status, 'condition', f.condition, 'opened', f.opened, 'closed', f.closed,
	'version', f.version, 'mended', f.mended)`

// Facilities reads facilities by their ids; unknown ones are left out.
func (s *Session) Facilities(ctx context.Context, ids []int64) ([]*gis.Facility, error) {
	return readAll[*gis.Facility](ctx, s, "read facilities", `select `+facilityRow+` from api.facility f where f.id = any($1)`, ids)
}

var facilityOrders = map[string]sortColumn{
	"NAME": {expr: "f.name", cast: "text"},
	"KIND": {expr: "f.kind", cast: "text"},
	"DESA": {expr: "f.desa", cast: "text", nullable: true},
	"ID":   {expr: "f.id", cast: "bigint"},
}

// ListFacilities lists the facilities that count for an area, those without
// coordinates too.
func (s *Session) ListFacilities(ctx context.Context, q gis.FacilityQuestion, page gis.Page) (gis.List[*gis.Facility], error) {
	b := &binds{}
	return readPage[*gis.Facility](ctx, s, "list facilities", facilityListQuery(b, q), b, q.Area, page)
}

func facilityListQuery(b *binds, q gis.FacilityQuestion) listQuery {
	return listQuery{
		head:    areaFields(b, q.Area) + ",",
		version: version("FACILITY", "WILAYAH"),
		from:    "api.facility f",
		where:   append([]string{facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas)}, facilityFilter(b, q)...),
		row:     facilityRow,
		order:   orderBy(facilityOrders, q.Order, facilityOrders["ID"]),
	}
}

// FacilityIDs are all facilities that a list would hold, by id.
func (s *Session) FacilityIDs(ctx context.Context, q gis.FacilityQuestion) ([]int64, error) {
	b := &binds{}
	where := append([]string{facilityWithin(b, q.Within), facilityOfPuskesmas(b, q.Puskesmas)}, facilityFilter(b, q)...)
	out, err := readOne[struct {
		areaHead
		IDs []int64 `json:"ids"`
	}](ctx, s, "read facilities of an area", fmt.Sprintf(`
		select json_build_object(%s, 'ids', coalesce((select json_agg(f.id order by f.id) from api.facility f where %s), '[]'::json))`,
		areaFields(b, q.Area), strings.Join(where, " and ")), b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	return out.IDs, err
}

func facilityFilter(b *binds, q gis.FacilityQuestion) []string {
	var where []string
	if q.Kinds != nil {
		where = append(where, "f.kind = any("+b.add(texts(q.Kinds))+")")
	}
	if q.NameContains != "" {
		where = append(where, "f.name_fold like "+b.add("%"+likeLiteral(gis.FoldName(q.NameContains, gis.FacilityWords))+"%"))
	}
	if q.Status != nil {
		where = append(where, "f.status = any("+b.add(texts(q.Status))+")")
	}
	if q.LocationQuality != nil {
		where = append(where, "f.location_quality = any("+b.add(texts(q.LocationQuality))+")")
	}
	if q.Flagged != nil {
		where = append(where, "exists (select from import_issue i where i.facility_id = f.id and i.severity = 'SUSPICIOUS') = "+b.add(*q.Flagged))
	}
	if q.RawatInap != nil {
		where = append(where, "f.rawat_inap = "+b.add(*q.RawatInap))
	}
	return where
}

// keyed is a row that belongs to a key: many rows a key come back in one answer.
type keyed[K comparable, T any] struct {
	Key K `json:"key"`
	Row T `json:"row"`
}

// byKey gathers rows under their keys, in the order they came.
func byKey[K comparable, T any](rows []keyed[K, T]) map[K][]T {
	out := make(map[K][]T)
	for _, r := range rows {
		out[r.Key] = append(out[r.Key], r.Row)
	}
	return out
}

// ServiceAreas reads the desa in each facility's service area.
func (s *Session) ServiceAreas(ctx context.Context, ids []int64) (map[int64][]*gis.Wilayah, error) {
	rows, err := readAll[keyed[int64, *gis.Wilayah]](ctx, s, "read service areas", `
		select json_build_object('key', sa.facility_id, 'row', `+wilayahRow+`)
		from api.facility_service_area sa join (`+wilayahFrom+`) on w.code = sa.desa
		where sa.facility_id = any($1) order by sa.facility_id, w.code`, ids)
	return byKey(rows), err
}

// ServedBy reads the facilities whose service area names each desa.
func (s *Session) ServedBy(ctx context.Context, desa []gis.WilayahCode) (map[gis.WilayahCode][]*gis.Facility, error) {
	rows, err := readAll[keyed[gis.WilayahCode, *gis.Facility]](ctx, s, "read who serves desa", `
		select json_build_object('key', sa.desa, 'row', `+facilityRow+`)
		from api.facility_service_area sa join api.facility f on f.id = sa.facility_id
		where sa.desa = any($1)
		order by sa.desa, f.kind, f.name collate "C", f.id`, texts(desa))
	return byKey(rows), err
}

// Induk reads the puskesmas that each desa belongs to: those whose service area
// names it; where none does, the induk of the pustu that stands in it or serves it.
func (s *Session) Induk(ctx context.Context, desa []gis.WilayahCode) (map[gis.WilayahCode][]int64, error) {
	rows, err := readAll[keyed[gis.WilayahCode, int64]](ctx, s, "read induk of desa", `
		with d as (select unnest($1::text[]) collate "C" as code),
		named as (
			select d.code, f.id from d join api.facility_service_area sa on sa.desa = d.code
			join api.facility f on f.id = sa.facility_id where f.kind = 'PUSKESMAS'),
		through as (
			select d.code, f.induk_id as id from d join api.facility f on f.desa = d.code
			where f.kind = 'PUSTU' and f.induk_id is not null
			union
			select d.code, f.induk_id from d join api.facility_service_area sa on sa.desa = d.code
			join api.facility f on f.id = sa.facility_id where f.kind = 'PUSTU' and f.induk_id is not null)
		select json_build_object('key', n.code, 'row', n.id) from named n
		union all
		select json_build_object('key', t.code, 'row', t.id) from through t where t.code not in (select code from named)`, texts(desa))
	return byKey(rows), err
}

// Identifiers reads the numbers each facility has in registers.
func (s *Session) Identifiers(ctx context.Context, ids []int64) (map[int64][]*gis.FacilityIdentifier, error) {
	rows, err := readAll[keyed[int64, *gis.FacilityIdentifier]](ctx, s, "read identifiers", `
		select json_build_object('key', i.facility_id, 'row', json_build_object('system', i.system, 'value', i.value, 'valid_from', i.valid_from))
		from facility_identifier i where i.facility_id = any($1) order by i.facility_id, i.system, i.value`, ids)
	return byKey(rows), err
}

// FacilitySources reads the lists that hold each facility.
func (s *Session) FacilitySources(ctx context.Context, ids []int64) (map[int64][]*gis.FacilitySource, error) {
	rows, err := readAll[keyed[int64, *gis.FacilitySource]](ctx, s, "read lists of facilities", `
		select json_build_object('key', l.facility_id, 'row', json_build_object('source_id', l.source_id, 'name', l.name,
			'point', case when l.point is not null then json_build_object('lon', ST_X(l.point), 'lat', ST_Y(l.point)) end,
			'distance_m', l.distance_m, 'missing_since', l.missing_since))
		from facility_source l where l.facility_id = any($1) order by l.facility_id, l.source_id, l.row_key`, ids)
	return byKey(rows), err
}

// FacilityIssues reads what imports said of each facility, newest first.
func (s *Session) FacilityIssues(ctx context.Context, ids []int64) (map[int64][]*gis.ImportIssue, error) {
	rows, err := readAll[keyed[int64, *gis.ImportIssue]](ctx, s, "read issues of facilities", `
		select json_build_object('key', i.facility_id, 'row', to_json(i))
		from import_issue i where i.facility_id = any($1) order by i.facility_id, i.id desc`, ids)
	return byKey(rows), err
}
