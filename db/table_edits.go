package db

import "jangkau/gis"

// editTable lists what people mended, field by field, in the order it was done.
func editTable(b *binds, q gis.TableQuestion) tableSQL {
	t := tableSQL{
		from: `facility_edit e join api.facility f on f.id = e.facility_id
			cross join lateral jsonb_array_elements(e.changes) with ordinality c(change, n)`,
		where: []string{facilityOfPuskesmas(b, q.Area.Puskesmas)},
		key:   "lpad(e.id::text, 12, '0') || '-' || c.n", cast: "text",
		version: version("FACILITY", "WILAYAH") + " || (select '.e' || coalesce(max(x.id), 0) from facility_edit x)",
		columns: map[string]string{
			"key": "lpad(e.id::text, 12, '0') || '-' || c.n", "edit": "e.id", "at": "to_char(e.at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI:SS')", "by": "e.by_whom",
			"facilityId": "f.id", "facility": "f.name", "kind": "f.kind", "desaCode": "f.desa", "kabupatenCode": "substr(coalesce(f.desa, f.kabupaten), 1, 5)",
			"field": "c.change ->> 'field'", "before": "c.change ->> 'before'", "after": "c.change ->> 'after'",
			"on": "case when c.change ->> 'field' in ('STATUS', 'CONDITION') then e.on_day end", "reason": "e.reason",
		},
	}
	if q.Area.Within != "" {
		t.where = append(t.where, facilityWithin(b, q.Area.Within))
	}
	if q.Kinds != nil {
		t.where = append(t.where, "f.kind = any("+b.add(texts(q.Kinds))+")")
	}
	if q.Since != nil {
		t.where = append(t.where, editsSince(b, *q.Since))
	}
	return t
}

// editsSince is the condition that an edit e was made on a day or later, as days are in
// Jakarta.
func editsSince(b *binds, day gis.Date) string {
	return "e.at >= " + b.add(string(day)) + "::text::date::timestamp at time zone 'Asia/Jakarta'"
}
