package db

import (
	"context"
	"strings"

	"jangkau/gis"
)

// changedSince says what was changed since the version that the editor read, when and
// by whom: from the log, else an import.
func (e *editing) changedSince(ctx context.Context) error {
	if e.m.Version > e.was.Version {
		return &gis.Error{Kind: gis.Invalid, Field: "version", Message: gis.T("Versi %d belum ada; fasilitas ini pada versi %d", "There is no version %d yet; this facility is at version %d",
			e.m.Version, e.was.Version)}
	}
	var words, list, day *string
	var newest int
	err := e.tx.QueryRow(ctx, `
		select (select string_agg(w.words, '; ' order by w.id) from (select l.id, format('%s (%s, %s)', fields.list, l.by_whom, to_char(l.at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI')) as words
				from data.facility_edit l cross join lateral (select string_agg(c->>'field', ', ') as list from jsonb_array_elements(l.changes) c) fields
				where l.facility_id = $1 and l.version > $2 and l.changes <> '[]'::jsonb order by l.id desc limit 5) w),
			coalesce((select max(l.version) from data.facility_edit l where l.facility_id = $1), 0), i.name, i.day
		from (values (true)) one left join lateral (
			select d.name, to_char(r.finished_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD') as day
			from data.facility_source s join data.import_run r on r.source_id = s.source_id and r.added + r.changed + r.missing > 0
			join data.data_source d on d.id = s.source_id where s.facility_id = $1 order by r.id desc limit 1) i on true`,
		e.m.Facility, e.m.Version).Scan(&words, &newest, &list, &day)
	if err != nil {
		return err
	}
	var id, en []string
	if words != nil {
		id, en = append(id, *words), append(en, *words)
	}
	if newest < e.was.Version && list != nil {
		id, en = append(id, "impor "+*list+", "+*day), append(en, "import of "+*list+", "+*day)
	}
	if len(id) == 0 {
		id, en = append(id, "impor atau penyesuaian batas wilayah"), append(en, "an import, or boundaries that changed")
	}
	return &gis.Error{Kind: gis.Conflict, Field: "version", Message: gis.Text{
		ID: "Fasilitas ini berubah sejak Anda membacanya: " + strings.Join(id, "; ") + ". Muat ulang, periksa, lalu ulangi",
		EN: "This facility changed since you read it: " + strings.Join(en, "; ") + ". Reload, check, and try again",
	}}
}
