package db

import (
	"context"
	"fmt"

	"jangkau/gis"
)

// Sources reads every list loaded so far: there are tens, so that one read serves
// all that refer to one.
func (s *Session) Sources(ctx context.Context) ([]*gis.DataSource, error) {
	return readAll[*gis.DataSource](ctx, s, "read sources", `select to_json(d) from data_source d order by d.role, d.name, d.id`)
}

// ImportRuns lists imports, newest first.
func (s *Session) ImportRuns(ctx context.Context, source *int64, page gis.Page) (gis.List[*gis.ImportRun], error) {
	b := &binds{}
	where := []string{"true"}
	if source != nil {
		where = append(where, "r.source_id = "+b.add(*source))
	}
	lq := listQuery{
		// Runs are only ever added, at the top: an older page stays what it was.
		version: "''", from: "import_run r", where: where, row: "to_json(r)",
		order: keyset{{expr: "r.id", cast: "bigint", desc: true}},
	}
	sql, err := lq.sql(b, page)
	if err != nil {
		return gis.List[*gis.ImportRun]{}, err
	}
	out, err := readOne[gis.List[*gis.ImportRun]](ctx, s, "list imports", sql, b.values...)
	cut(&out, page.First)
	return out, err
}

// ImportIssues reads one page of each run's report, in the order of the report.
func (s *Session) ImportIssues(ctx context.Context, runs []int64, severity []gis.IssueSeverity, page gis.Page) (map[int64]gis.List[*gis.ImportIssue], error) {
	b := &binds{}
	ids := b.add(runs)
	where := "i.run_id = r.id"
	if severity != nil {
		where += " and i.severity = any(" + b.add(texts(severity)) + ")"
	}
	order := keyset{{expr: "i.id", cast: "bigint"}}
	after, err := order.after(b, page.After)
	if err != nil {
		return nil, err
	}
	rows, err := readAll[keyed[int64, gis.List[*gis.ImportIssue]]](ctx, s, "read import reports", fmt.Sprintf(`
		select json_build_object('key', r.id, 'row', json_build_object('version', '',
			'total', (select count(*) from import_issue i where %[1]s),
			'rows', coalesce((select json_agg(t.o) from (
				select json_build_object('row', to_json(i), 'keys', %[2]s) as o
				from import_issue i where %[1]s and %[3]s order by %[4]s limit %[5]s) t), '[]'::json)))
		from unnest(%[6]s::bigint[]) r(id)`, where, order.keys(), after, order.orderBy(), b.add(page.First+1), ids), b.values...)
	out := make(map[int64]gis.List[*gis.ImportIssue], len(rows))
	for _, r := range rows {
		cut(&r.Row, page.First)
		out[r.Key] = r.Row
	}
	return out, err
}

const matchRow = `json_build_object('id', m.id, 'subject', m.subject, 'source_id', m.source_id, 'line', m.line, 'given', m.given,
	'candidates', m.candidates, 'status', m.status, 'decision', m.decision, 'facility_id', m.facility_id)`

// MatchCase reads one question.
func (s *Session) MatchCase(ctx context.Context, id int64) (*gis.MatchCase, error) {
	return readOne[*gis.MatchCase](ctx, s, "read match", `select `+matchRow+` from match_case m where m.id = $1`, id)
}

// MatchCases lists the questions that imports left open or a person decided. A
// case about no facility yet belongs to the area that a candidate of it is in.
func (s *Session) MatchCases(ctx context.Context, area *gis.WilayahCode, status *gis.MatchStatus, page gis.Page) (gis.List[*gis.MatchCase], error) {
	b := &binds{}
	where := []string{"true"}
	if status != nil {
		where = append(where, "m.status = "+b.add(string(*status)))
	}
	head := "'area_known', true,"
	if area != nil {
		head = areaFields(b, gis.Area{Within: *area}) + ","
		lo, hi := b.add(string(*area)), b.add(upTo(*area))
		where = append(where, fmt.Sprintf(`(f.desa >= %[1]s and f.desa < %[2]s or f.kabupaten >= %[1]s and f.kabupaten < %[2]s
			or exists (select from jsonb_array_elements(m.candidates) c left join api.facility cf on cf.id::text = c->>'value'
				where c->>'value' collate "C" >= %[1]s and c->>'value' collate "C" < %[2]s or cf.desa >= %[1]s and cf.desa < %[2]s))`, lo, hi))
	} else {
		area = new(gis.WilayahCode)
	}
	lq := listQuery{
		head: head, version: "''", from: "match_case m left join api.facility f on f.id = m.facility_id", where: where,
		row:   matchRow,
		order: keyset{{expr: "m.id", cast: "bigint"}},
	}
	return readPage[*gis.MatchCase](ctx, s, "list matches", lq, b, gis.Area{Within: *area}, page)
}
