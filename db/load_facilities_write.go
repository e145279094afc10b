package db

import (
	"context"
	"encoding/json"

	"jangkau/ingest"
)

// WriteFacilities writes what differs, each table in one statement, and none where
// there is nothing to write: triggers count statements, not rows.
func (l *Load) WriteFacilities(ctx context.Context, w ingest.FacilityWrites) (out ingest.FacilityOutcome, err error) {
	defer func() { err = wrap("write facilities", err) }()
	for _, step := range []func(context.Context, ingest.FacilityWrites) error{
		l.writeFacilities, l.endMending, l.refreshFacilities, l.writeStates, l.writeSources, l.writeIdentifiers, l.writeAreas, l.measureSources, l.writeCases, l.writeRegisters,
	} {
		if err := step(ctx, w); err != nil {
			return out, err
		}
	}
	out.Missing, err = l.markMissing(ctx, w)
	return out, err
}

const facilityColumns = `
	id bigint, fresh boolean, own boolean, reopen boolean, kind text, local_kind text, name text, name_fold text collate "C", address text, ownership text,
	rawat_inap boolean, poned boolean, ponek boolean, area_category text, induk_id bigint, declared_desa text collate "C", located_desa text collate "C",
	kabupaten text collate "C", declared_area text collate "C", point geometry(Point, 4326), status text, condition text, opened date, closed date, known_from date`

func (l *Load) writeFacilities(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Facilities) == 0 {
		return nil
	}
	fresh := 0
	err := l.stage(ctx, "facility_in", facilityColumns, len(w.Facilities), func(i int) []any {
		f := w.Facilities[i]
		if f.New {
			fresh++
		}
		return []any{
			f.ID, f.New, f.Own, f.Reopen, string(f.Kind), f.LocalKind, f.Name, f.Fold, f.Address, f.Ownership,
			f.RawatInap, f.PONED, f.PONEK, orNull(f.AreaCategory), orNullID(f.Induk), orNull(string(f.Declared)), orNull(string(f.Located)),
			orNull(string(f.Kabupaten)), orNull(string(f.DeclaredArea)), geomPoint(f.Point), orNull(f.Status), orNull(f.Condition), f.Opened, f.Closed, f.KnownFrom,
		}
	})
	if err != nil {
		return err
	}
	// All new rows in one statement, so that an induk may stand below its pustu.
	err = l.execAny(ctx, fresh, `
		insert into data.facility (id, kind, local_kind, name, name_fold, address, ownership, rawat_inap, poned, ponek, area_category, induk_id,
			declared_desa, located_desa, kabupaten, declared_area, point, location_quality, status, condition, opened, closed, known_from, source_id)
		overriding system value
		select id, kind, local_kind, name, name_fold, address, ownership, rawat_inap, poned, ponek, area_category, induk_id,
			declared_desa, located_desa, kabupaten, declared_area, point,
			case when point is not null then 'POINT' when declared_desa is not null then 'DESA' else 'NONE' end,
			coalesce(status, 'UNKNOWN'), condition, opened, closed, known_from, $1
		from facility_in where fresh order by id`, l.Source)
	if err != nil || fresh == len(w.Facilities) {
		return err
	}
	// The list that brought a facility in says what holds; others fill gaps.
	_, err = l.tx.Exec(ctx, `
		update data.facility f set
			kind = case when n.own then n.kind else f.kind end,
			local_kind = case when n.own then coalesce(nullif(n.local_kind, ''), f.local_kind) else coalesce(nullif(f.local_kind, ''), n.local_kind) end,
			name = case when n.own and n.name <> '' then n.name else f.name end,
			name_fold = case when n.own and n.name <> '' then n.name_fold else f.name_fold end,
			address = case when n.own then coalesce(nullif(n.address, ''), f.address) else coalesce(nullif(f.address, ''), n.address) end,
			ownership = case when n.own then coalesce(nullif(n.ownership, ''), f.ownership) else coalesce(nullif(f.ownership, ''), n.ownership) end,
			rawat_inap = case when n.own then coalesce(n.rawat_inap, f.rawat_inap) else coalesce(f.rawat_inap, n.rawat_inap) end,
			poned = case when n.own then coalesce(n.poned, f.poned) else coalesce(f.poned, n.poned) end,
			ponek = case when n.own then coalesce(n.ponek, f.ponek) else coalesce(f.ponek, n.ponek) end,
			area_category = case when n.own then coalesce(n.area_category, f.area_category) else coalesce(f.area_category, n.area_category) end,
			induk_id = case when n.own then coalesce(n.induk_id, f.induk_id) else coalesce(f.induk_id, n.induk_id) end,
			declared_desa = case when n.own then coalesce(n.declared_desa, f.declared_desa) else coalesce(f.declared_desa, n.declared_desa) end,
			located_desa = case when n.point is not null then n.located_desa else f.located_desa end,
			kabupaten = case when n.own then coalesce(n.kabupaten, f.kabupaten) else coalesce(f.kabupaten, n.kabupaten) end,
			declared_area = case when n.own then coalesce(n.declared_area, f.declared_area) else coalesce(f.declared_area, n.declared_area) end,
			point = coalesce(n.point, f.point),
			location_quality = case when coalesce(n.point, f.point) is not null then 'POINT' when coalesce(n.declared_desa, f.declared_desa) is not null then 'DESA' else 'NONE' end,
			opened = case when n.own then coalesce(n.opened, f.opened) else coalesce(f.opened, n.opened) end,
			closed = case when n.reopen and n.own then n.closed when n.own then coalesce(n.closed, f.closed) else coalesce(f.closed, n.closed) end,
			known_from = least(f.known_from, n.known_from)
		from facility_in n where n.id = f.id and not n.fresh`)
	return err
}

// refreshFacilities follows up on boundaries and lists that changed meanwhile.
func (l *Load) refreshFacilities(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Refresh) == 0 {
		return nil
	}
	err := l.stage(ctx, "facility_refresh", `id bigint, declared text collate "C", located text collate "C", induk bigint`, len(w.Refresh), func(i int) []any {
		r := w.Refresh[i]
		return []any{r.ID, orNull(string(r.Declared)), orNull(string(r.Located)), orNullID(r.Induk)}
	})
	if err != nil {
		return err
	}
	return l.execAny(ctx, len(w.Refresh), `
		update data.facility f set located_desa = n.located, declared_desa = coalesce(f.declared_desa, n.declared), induk_id = coalesce(f.induk_id, n.induk),
			kabupaten = coalesce(substr(coalesce(f.declared_desa, n.declared, n.located), 1, 5), f.kabupaten),
			location_quality = case when f.point is null and coalesce(f.declared_desa, n.declared) is not null then 'DESA' else f.location_quality end
		from facility_refresh n where n.id = f.id`)
}

func (l *Load) writeSources(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Rekeyed) > 0 {
		if _, err := l.tx.Exec(ctx, `delete from data.facility_source where source_id = $1 and row_key = any($2)`, l.Source, w.Rekeyed); err != nil {
			return err
		}
	}
	if len(w.Sources) == 0 {
		return nil
	}
	err := l.stage(ctx, "facility_rows", `facility_id bigint, row_key text collate "C", row_hash text, name text, point geometry(Point, 4326)`, len(w.Sources), func(i int) []any {
		s := w.Sources[i]
		return []any{s.Facility, s.Key, s.Hash, s.Name, geomPoint(s.Point)}
	})
	if err != nil {
		return err
	}
	return l.execAny(ctx, len(w.Sources), `
		insert into data.facility_source (facility_id, source_id, row_key, row_hash, name, point)
		select facility_id, $1, row_key, row_hash, name, point from facility_rows
		on conflict (source_id, row_key) do update set facility_id = excluded.facility_id, row_hash = excluded.row_hash,
			name = excluded.name, point = excluded.point, missing_since = null`, l.Source)
}

func (l *Load) writeIdentifiers(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Identifiers) == 0 {
		return nil
	}
	var rows [][]any
	for id, facility := range w.Identifiers {
		rows = append(rows, []any{id.System, id.Value, facility})
	}
	if err := l.stage(ctx, "facility_codes", `system text, value text collate "C", facility_id bigint`, len(rows), func(i int) []any { return rows[i] }); err != nil {
		return err
	}
	_, err := l.tx.Exec(ctx, `
		insert into data.facility_identifier (system, value, facility_id, valid_from)
		select system, value, facility_id, $1 from facility_codes on conflict do nothing`, l.Vintage)
	return err
}

// writeAreas replaces what this list said of a facility's wilayah kerja.
func (l *Load) writeAreas(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Areas) == 0 {
		return nil
	}
	var rows [][]any
	var facilities []int64
	for _, a := range w.Areas {
		facilities = append(facilities, a.Facility)
		for _, d := range a.Desa {
			rows = append(rows, []any{a.Facility, string(d)})
		}
	}
	if err := l.stage(ctx, "facility_areas", `facility_id bigint, desa text collate "C"`, len(rows), func(i int) []any { return rows[i] }); err != nil {
		return err
	}
	_, err := l.tx.Exec(ctx, `
		delete from data.facility_service_area a where a.source_id = $1 and a.facility_id = any($2)
			and not exists (select 1 from facility_areas n where n.facility_id = a.facility_id and n.desa = a.desa)`, l.Source, facilities)
	if err != nil {
		return err
	}
	_, err = l.tx.Exec(ctx, `insert into data.facility_service_area (facility_id, desa, source_id) select distinct facility_id, desa, $1::bigint from facility_areas on conflict do nothing`, l.Source)
	return err
}

// measureSources brings the distances of every list's place up to date for the
// facilities written; a millimetre is no change.
func (l *Load) measureSources(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Sources) == 0 {
		return nil
	}
	_, err := l.tx.Exec(ctx, `
		update data.facility_source s set distance_m = ST_Distance(f.point::geography, s.point::geography)
		from data.facility f
		where f.id = s.facility_id and s.facility_id in (select facility_id from facility_rows)
			and s.distance_m is distinct from ST_Distance(f.point::geography, s.point::geography)
			and (s.distance_m is null or f.point is null or s.point is null
				or abs(s.distance_m - ST_Distance(f.point::geography, s.point::geography)) > 0.001)`)
	return err
}

// writeCases asks what is open and withdraws what no longer is; decided cases stay.
func (l *Load) writeCases(ctx context.Context, w ingest.FacilityWrites) error {
	rows := make([][]any, 0, len(w.Cases))
	for _, c := range w.Cases {
		candidates, err := json.Marshal(c.Candidates)
		if err != nil {
			return err
		}
		rows = append(rows, []any{c.Subject, c.Key, c.Line, c.Given, string(candidates), c.Facility})
	}
	if err := l.stage(ctx, "facility_cases", `subject text, key text collate "C", line int, given text, candidates text, facility_id bigint`, len(rows), func(i int) []any { return rows[i] }); err != nil {
		return err
	}
	_, err := l.tx.Exec(ctx, `
		delete from data.match_case c where c.source_id = $1 and c.status = 'PENDING' and c.facility_id = any($2)
			and not exists (select 1 from facility_cases n where n.subject = c.subject and n.key = c.key)`, l.Source, w.Settled)
	if err != nil || len(rows) == 0 {
		return err
	}
	_, err = l.tx.Exec(ctx, `
		insert into data.match_case as c (source_id, subject, key, line, given, candidates, facility_id, created_at)
		select $1, subject, key, line, given, candidates::jsonb, facility_id, $2 from facility_cases
		on conflict (source_id, subject, key) do update set line = excluded.line, candidates = excluded.candidates, facility_id = excluded.facility_id
			where c.status = 'PENDING' and (c.line, c.candidates, c.facility_id) is distinct from (excluded.line, excluded.candidates, excluded.facility_id)`,
		l.Source, l.Info.StartedAt)
	return err
}

func orNullID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
