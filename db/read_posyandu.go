package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// serviceStatus is the status of a service in a desa of g: some posyandu gives it;
// or all of them, and there are no others, say that they do not.
func serviceStatus(column string) string {
	return fmt.Sprintf(`case when bool_or(p.%[1]s) then 'HAS'
		when reg.as_of is not null and count(p.id) = count(*) filter (where p.%[1]s is false) then 'LACKS' else 'UNKNOWN' end`, column)
}

// posyanduServices are the services in the order of gis.PosyanduServices.
var posyanduServices = []struct {
	service gis.PosyanduService
	column  string
}{
	{gis.ServiceIbuHamil, "ibu_hamil"},
	{gis.ServiceBalita, "balita"},
	{gis.ServiceRemaja, "remaja"},
	{gis.ServiceDewasa, "dewasa"},
	{gis.ServiceLansia, "lansia"},
}

// PosyanduGaps lists the desa of an area by what their posyandu lack, with the counts
// over all its desa.
func (s *Session) PosyanduGaps(ctx context.Context, q gis.PosyanduGapQuestion, page gis.Page) (gis.PosyanduGapList, error) {
	b := &binds{}
	lq := posyanduGapQuery(b, q)
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.PosyanduGapList{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.PosyanduGapList
	}](ctx, s, "list posyandu gaps", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	if err == nil && out.MinKader == nil {
		err = &gis.Error{Kind: gis.NotFound, Field: "standard", Message: gis.T(
			"Tidak ada standar %q yang mengatur KADER pada POSYANDU; lihat query standards", "There is no standard %q that asks for KADER at a POSYANDU; see the query standards", q.Standard)}
	}
	cut(&out.List, page.First)
	return out.PosyanduGapList, err
}

// posyanduGapQuery is made of: need, what the standard asks for; p, the posyandu; g,
// one row a desa.
func posyanduGapQuery(b *binds, q gis.PosyanduGapQuestion) listQuery {
	day := b.add(string(q.AsOf)) + "::text::date"
	units := map[gis.WilayahUnits]string{gis.OnlyDesa: "not w.kelurahan", gis.OnlyKelurahan: "w.kelurahan"}[q.Units]
	if units == "" {
		units = "true"
	}
	services, missing, unknown, counts := "", "", "", ""
	for i, v := range posyanduServices {
		services += fmt.Sprintf(", %s as %s", serviceStatus(v.column), v.column)
		missing += fmt.Sprintf("case when g.%s = 'LACKS' then '%s' end, ", v.column, v.service)
		unknown += fmt.Sprintf("case when g.%s = 'UNKNOWN' then '%s' end, ", v.column, v.service)
		if i > 0 {
			counts += ", "
		}
		counts += fmt.Sprintf(`json_build_object('service', '%[2]s', 'has', count(*) filter (where g.%[1]s = 'HAS'),
			'lacks', count(*) filter (where g.%[1]s = 'LACKS'), 'unknown', count(*) filter (where g.%[1]s = 'UNKNOWN'))`, v.column, v.service)
	}
	missing, unknown = "array_remove(array["+missing+"null], null)", "array_remove(array["+unknown+"null], null)"
	with := fmt.Sprintf(`with
	need as materialized (select min(r.required) as kader from standard_row r where r.standard = %[1]s and r.facility_kind = 'POSYANDU' and r.profession = 'KADER'),
	reg as materialized (select r.wilayah, r.as_of from api.register_on(%[2]s) r where r.kind = 'POSYANDU'),
	p as materialized (select x.* from api.posyandu_on(%[2]s) x where %[3]s),
	g as materialized (
		select w.code as desa, reg.as_of as register_as_of,
			case when count(p.id) > 0 then 'HAS' when reg.as_of is not null then 'LACKS' else 'UNKNOWN' end as status,
			count(p.id) as posyandu, count(*) filter (where p.kader < need.kader) as few, count(*) filter (where p.id is not null and p.kader is null) as kader_unknown,
			coalesce(sum(ceil(need.kader - p.kader)) filter (where p.kader < need.kader), 0) as short%[4]s
		from api.wilayah w cross join need
		left join lateral (select min(r.as_of) as as_of from reg r where r.wilayah in (w.code, substr(w.code, 1, 8), substr(w.code, 1, 5), substr(w.code, 1, 2))) reg on true
		left join p on p.desa = w.code
		where w.level = 'DESA_KELURAHAN' and %[5]s and %[6]s and %[7]s
		group by w.code, reg.as_of)`,
		b.add(q.Standard), day, within(b, "x.desa", q.Within), services, within(b, "w.code", q.Within), desaOfPuskesmas(b, "w.code", q.Puskesmas), units)
	lacks := map[gis.PosyanduLack]string{
		gis.LackPosyandu: "g.status = 'LACKS'", gis.LackKader: "g.few > 0", gis.LackService: "cardinality(" + missing + ") > 0",
		gis.LackUnknown: "(g.status = 'UNKNOWN' or g.kader_unknown > 0 or cardinality(" + unknown + ") > 0)",
	}
	any := "false"
	for _, l := range q.Lack {
		any += " or " + lacks[l]
	}
	return listQuery{
		with: with,
		head: areaFields(b, q.Area) + `, 'min_kader', (select kader from need), 'counts', (select json_build_object('desa', count(*),
			'has', count(*) filter (where g.status = 'HAS'), 'lacks', count(*) filter (where g.status = 'LACKS'), 'unknown', count(*) filter (where g.status = 'UNKNOWN'),
			'posyandu', coalesce(sum(g.posyandu), 0), 'few_kader', coalesce(sum(g.few), 0), 'kader_unknown', coalesce(sum(g.kader_unknown), 0),
			'kader_short', coalesce(sum(g.short), 0), 'services', json_build_array(` + counts + `)) from g),`,
		version: version("WILAYAH", "POPULATION", "FACILITY", "STAFF"),
		from:    "g join (" + wilayahFrom + ") on w.code = g.desa",
		where:   []string{"(" + any + ")"},
		row: `json_build_object('w', ` + wilayahRow + `, 'status', g.status, 'posyandu', g.posyandu, 'few_kader', g.few, 'kader_unknown', g.kader_unknown,
			'kader_short', g.short, 'services_missing', ` + missing + `, 'services_unknown', ` + unknown + `, 'register_as_of', g.register_as_of)`,
		order: keyset{{expr: "p.people", cast: "bigint", nullable: true, desc: true}, {expr: "w.code", cast: "text"}},
	}
}

// Posyandu lists the posyandu of an area by desa and name.
func (s *Session) Posyandu(ctx context.Context, q gis.PosyanduQuestion, page gis.Page) (gis.List[gis.Posyandu], error) {
	b := &binds{}
	day := b.add(string(q.AsOf)) + "::text::date"
	here := within(b, "f.desa", q.Within)
	lq := listQuery{
		head:    areaFields(b, q.Area) + ",",
		version: version("WILAYAH", "FACILITY", "STAFF"),
		from:    "api.posyandu_on(" + day + ") f",
		where:   []string{here, desaOfPuskesmas(b, "f.desa", q.Puskesmas)},
		row: `json_build_object('id', f.id, 'period', f.period, 'source_id', f.source_id, 'kader', f.kader, 'purwa', f.purwa, 'madya', f.madya, 'utama', f.utama,
			'services', json_build_object('IBU_HAMIL', f.ibu_hamil, 'BALITA', f.balita, 'REMAJA', f.remaja, 'DEWASA', f.dewasa, 'LANSIA', f.lansia),
			'competences', coalesce((select json_object_agg(c.grp, c.each) from (
				select c.grp, json_object_agg(c.n, c.kader) as each from posyandu_competence c
				where c.facility_id = f.id and c.period = f.period and c.source_id = f.source_id group by c.grp) c), '{}'::json))`,
		order: keyset{{expr: "f.desa", cast: "text"}, {expr: "f.name", cast: "text"}, {expr: "f.id", cast: "bigint"}},
	}
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.List[gis.Posyandu]{}, err
	}
	out, err := readOne[struct {
		areaHead
		gis.List[gis.Posyandu]
	}](ctx, s, "list posyandu", sql, b.values...)
	if err == nil {
		err = out.check(q.Area)
	}
	cut(&out.List, page.First)
	return out.List, err
}
