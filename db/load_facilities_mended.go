package db

import (
	"context"

	"jangkau/ingest"
)

// endMending gives fields back to the list that now says what a person had set.
func (l *Load) endMending(ctx context.Context, w ingest.FacilityWrites) error {
	if len(w.Unmended) == 0 {
		return nil
	}
	var ids []int64
	var fields []string
	for id, list := range w.Unmended {
		for _, f := range list {
			ids, fields = append(ids, id), append(fields, string(f))
		}
	}
	return l.execAny(ctx, len(w.Unmended), `
		update data.facility f set mended = n.rest, edit_source = case when n.rest <> '{}' then f.edit_source end
		from (select g.id, array(select m from unnest(g.mended) m where m <> all (u.fields) order by m) as rest
			from (select id, array_agg(field) as fields from unnest($1::bigint[], $2::text[]) x(id, field) group by id) u
			join data.facility g on g.id = u.id) n
		where n.id = f.id`, ids, fields)
}
