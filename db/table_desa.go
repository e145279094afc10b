package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/gis/workforce"
)

// areaCond is within, and true for all of Indonesia.
func areaCond(b *binds, column string, c gis.WilayahCode) string {
	if c == "" {
		return "true"
	}
	return within(b, column, c)
}

// desaNamed are the columns that say which desa a row of w, kc and kb is.
func desaNamed(more map[string]string) map[string]string {
	out := map[string]string{
		"code": "w.code", "name": "w.name", "kecamatanCode": "w.parent", "kecamatan": "kc.name",
		"kabupatenCode": "substr(w.code, 1, 5)", "kabupaten": "kb.name", "isKelurahan": "w.kelurahan",
	}
	for name, sql := range more {
		out[name] = sql
	}
	return out
}

const desaFrom = `api.wilayah w left join api.wilayah kc on kc.code = w.parent left join api.wilayah kb on kb.code = substr(w.code, 1, 5)`

func desaWhere(b *binds, q gis.TableQuestion) []string {
	where := []string{"w.level = 'DESA_KELURAHAN'", areaCond(b, "w.code", q.Area.Within), desaOfPuskesmas(b, "w.code", q.Area.Puskesmas)}
	switch q.Units {
	case gis.OnlyDesa:
		where = append(where, "not w.kelurahan")
	case gis.OnlyKelurahan:
		where = append(where, "w.kelurahan")
	}
	return where
}

func dayParam(b *binds, d gis.Date) string { return b.add(string(d)) + "::text::date" }

// figuresIn is a query of the figures of an area on a day, answered from nothing kept.
func figuresIn(area gis.WilayahCode, b *binds, day string) string {
	if area != "" {
		return figuresOf(b.add(string(area))+"::text", day)
	}
	return "select f.* from api.wilayah k cross join lateral (" + figuresOf("k.code", day) + ") f where k.level = 'PROVINSI'"
}

func desaTable(b *binds, q gis.TableQuestion, kept bool) tableSQL {
	t := tableSQL{
		from: desaFrom, where: desaWhere(b, q), key: "w.code", cast: "text", shape: "w.geom", kept: kept,
		version: version("WILAYAH", "POPULATION", "FACILITY", "STAFF"),
	}
	figures := "data.desa_figure"
	if !kept {
		t.with, figures = "with f as materialized ("+figuresIn(q.Area.Within, b, dayParam(b, q.AsOf))+")", "f"
	}
	t.from += " left join " + figures + " f on f.desa = w.code"
	status := "f." + ruleColumn(q.Rule)
	t.columns = desaNamed(map[string]string{
		"bpsCode": "w.bps_code", "areaKm2": "w.area_km2", "boundaryQuality": "w.boundary_quality", "people": "f.people", "peopleAsOf": "f.people_as_of",
		"status": status, "building": "f.building", "equivalent": "f.equivalent", "served": "f.served", "functional": "f.functional",
		"registerAsOf": "f.register_as_of", "hostsPuskesmas": "f.hosts_puskesmas",
	})
	if q.Status != nil {
		t.where = append(t.where, status+" = any("+b.add(texts(q.Status))+")")
	}
	if q.Since != nil {
		was := "with was as materialized (" + figuresIn(q.Area.Within, b, dayParam(b, *q.Since)) + ")"
		if t.with == "" {
			t.with = was
		} else {
			t.with += ", " + was[len("with "):]
		}
		t.from += " left join was on was.desa = w.code"
		t.columns["statusBefore"] = "was." + ruleColumn(q.Rule)
		t.where = append(t.where, status+" is distinct from was."+ruleColumn(q.Rule))
	}
	t.addTrips(b, q)
	return t
}

// addTrips adds the kept trips asked for.
func (t *tableSQL) addTrips(b *binds, q gis.TableQuestion) {
	if q.Travel == nil {
		return
	}
	t.from += " left join " + keptTravel(b, q.Travel, dayParam(b, q.AsOf)) + " t on t.desa = w.code left join api.facility tf on tf.id = t.facility_id"
	t.version += " || '.n' || " + version("NETWORK") + travelVersion
	for name, sql := range map[string]string{
		"travelStatus": "t.status", "travelReason": "t.reason", "durationS": "t.seconds", "distanceM": "t.metres", "nearestId": "t.facility_id", "nearestName": "tf.name",
		"p90DurationS": "t.p90_seconds", "p90DistanceM": "t.p90_metres", "peopleUnreached": "t.people_unreached", "peopleNotComputed": "t.people_not_computed",
	} {
		t.columns[name] = sql
	}
}

// TravelKept reads what is kept of a question, the newest first: whether what a list tells
// of trips holds, and why it tells none.
func (p *Publisher) TravelKept(ctx context.Context, k gis.KeptTravel, day gis.Date) ([]gis.KeptRun, error) {
	s := p.db.NewSession(p.caller)
	defer s.Close(ctx)
	return readAll[gis.KeptRun](ctx, s, "read what is kept of travel", `
		select json_build_object('computed_at', r.computed_at, 'within', r.within, 'changed', r.stale) from api.travel_run_on($5::text::date) r
		where r.kinds @> array_remove($1::text[], 'PUSLING') and r.kinds <@ $1::text[] and (r.profile, r.variant, r.metric) = ($2, $3, $4)
		order by r.computed_at desc, r.id desc`, texts(k.Kinds), string(k.Profile), k.Variant, string(k.By), string(day))
}

func travelTable(b *binds, q gis.TableQuestion) tableSQL {
	t := tableSQL{
		from:  desaFrom + " left join lateral (select dp.people from api.desa_people dp where dp.desa = w.code limit 1) p on true",
		where: desaWhere(b, q), key: "w.code", cast: "text", shape: "w.geom", version: version("WILAYAH", "POPULATION", "FACILITY"),
		columns: desaNamed(map[string]string{"people": "p.people"}),
	}
	t.addTrips(b, q)
	return t
}

// facilityTable lists every facility; those of a day where one is asked for; those
// that came, went or changed where two are.
func facilityTable(b *binds, q gis.TableQuestion) tableSQL {
	t := tableSQL{
		from: `api.facility f left join api.facility i on i.id = f.induk_id left join api.wilayah w on w.code = f.desa`,
		key:  "f.id", cast: "bigint", shape: "f.point", version: version("FACILITY", "WILAYAH"),
		where: []string{facilityOfPuskesmas(b, q.Area.Puskesmas)},
		columns: map[string]string{
			"id": "f.id", "kind": "f.kind", "localKind": "f.local_kind", "name": "f.name", "address": "f.address", "ownership": "f.ownership",
			"rawatInap": "f.rawat_inap", "poned": "f.poned", "ponek": "f.ponek", "areaCategory": "f.area_category",
			"indukId": "f.induk_id", "induk": "i.name", "desaCode": "f.desa", "desa": "w.name", "kecamatanCode": "substr(f.desa, 1, 8)",
			"kabupatenCode": "substr(coalesce(f.desa, f.kabupaten), 1, 5)", "locationQuality": "f.location_quality",
			"status": "f.status", "condition": "f.condition", "opened": "f.opened", "closed": "f.closed", "lon": "ST_X(f.point)", "lat": "ST_Y(f.point)",
		},
	}
	if q.Area.Within != "" {
		t.where = append(t.where, facilityWithin(b, q.Area.Within))
	}
	if q.Kinds != nil {
		t.where = append(t.where, "f.kind = any("+b.add(texts(q.Kinds))+")")
	}
	if !q.Dated && q.Since == nil {
		return t
	}
	join := " join"
	if q.Since != nil {
		join = " left join"
	}
	t.from += join + " api.facility_on(" + b.add(string(q.AsOf)) + "::text::date) d on d.id = f.id"
	t.columns["status"], t.columns["condition"] = "d.status", "d.condition"
	if q.Since != nil {
		t.from += " left join api.facility_on(" + b.add(string(*q.Since)) + "::text::date) was on was.id = f.id"
		t.columns["status"] = "coalesce(d.status, 'CLOSED')"
		t.columns["statusBefore"] = "was.status"
		t.where = append(t.where, "((d.id is null) <> (was.id is null) or (d.status, d.condition) is distinct from (was.status, was.condition))")
	}
	return t
}

// workforceTable is workforceGaps by facility and profession.
func workforceTable(b *binds, q gis.TableQuestion) tableSQL {
	ask := gis.WorkforceQuestion{Area: q.Area, Kinds: q.Kinds, AsOf: q.AsOf, Group: []gis.WorkforceGroup{gis.ByFacility, gis.ByProfession}, Need: q.Need}
	return tableSQL{
		with: "with " + workforceFacilities(b, ask) + "," + workforceRule(b, ask) + "," + workforceCells(b, ask) + "," + workforceRows(ask),
		from: "x left join profession pr on pr.code = x.profession join api.facility fa on fa.id = x.facility_id", where: []string{"true"},
		key: `x.label collate "C"`, cast: "text", version: version("STAFF", "FACILITY", "WILAYAH"),
		columns: map[string]string{
			"key": "x.label", "facilityId": "x.facility_id", "facility": "fa.name", "kind": "fa.kind", "desaCode": "fa.desa",
			"kabupatenCode": "substr(coalesce(fa.desa, fa.kabupaten), 1, 5)", "professionCode": "x.profession", "profession": "pr.name_id",
			"required": "x.required", "availableAsn": "coalesce(x.asn, 0)", "availableAll": "coalesce(x.everyone, 0)",
			"gapAsn": "x.gap_asn", "gapAll": "x.gap_all", "surplusAll": "x.surplus_all", "staffKnown": "x.unknown = 0",
			"gapAsnMin": "x.gap_asn_lo", "gapAsnMax": "nullif(x.gap_asn_hi, 'infinity')", "gapAllMin": "x.gap_lo", "gapAllMax": "nullif(x.gap_hi, 'infinity')",
		},
	}
}

// standardNeed is what the standards ask of the facilities of a table, at this moment.
func standardNeed(ctx context.Context, tx pgx.Tx, q gis.TableQuestion) (gis.WorkforceNeed, error) {
	rows, err := tx.Query(ctx, standardsSQL)
	if err != nil {
		return gis.WorkforceNeed{}, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[*gis.Standard])
	if err != nil {
		return gis.WorkforceNeed{}, err
	}
	rules, err := workforce.NewRules(all, gis.ByStandard, nil, q.AsOf)
	if err != nil {
		return gis.WorkforceNeed{}, err
	}
	return rules.Standard(q.Area.Within), nil
}
