package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// ruleSheets are all rules as sheets carry them. Figures that the rule does not
// speak of are null, words it does not are ”.
const ruleSheets = `
	select json_build_object('id', s.id, 'rule', s.rule, 'title', s.title, 'regulation', s.regulation, 'article', s.article, 'wilayah', coalesce(s.wilayah, ''),
		'valid_from', coalesce(s.valid_from::text, ''), 'valid_to', coalesce(s.valid_to::text, ''), 'revoked', s.revoked, 'revoked_by', s.revoked_by,
		'confidence', s.confidence, 'source', s.source, 'wkt_minutes', s.wkt_minutes, 'target_year', s.target_year, 'shipped', s.source_id is null, 'rows', coalesce((
			select json_agg(r.o) from (
				select json_build_object('facility_kind', facility_kind, 'area_category', area_category, 'rawat_inap', rawat_inap, 'klaster', klaster,
					'profession', profession, 'minimum', required) as o from data.standard_row where standard = s.id
				union all select json_build_object('profession', profession, 'minimum', required, 'per_people', per_people) from data.ratio_row where standard = s.id
				union all select json_build_object('facility_kind', facility_kind, 'profession', profession, 'activity', code, 'activity_name', name, 'activity_kind', kind,
					'norm_minutes', norm_minutes, 'percent', percent, 'minutes_year', minutes_year, 'persons', persons) from data.workload_activity where standard = s.id) r), '[]'::json))
	from data.standard s order by s.id`

// Rules are the rules on staff that the store holds.
func (l *Load) Rules(ctx context.Context) ([]gis.RuleSheet, error) { return readRules(ctx, l.tx) }

// Rules are the rules on staff that the store holds.
func (d *DB) Rules(ctx context.Context) (list []gis.RuleSheet, err error) {
	err = d.Read(ctx, func(tx pgx.Tx) (err error) {
		list, err = readRules(ctx, tx)
		return err
	})
	return list, err
}

func readRules(ctx context.Context, tx pgx.Tx) ([]gis.RuleSheet, error) {
	list, err := rowsOf(ctx, tx, func(row pgx.CollectableRow) (r gis.RuleSheet, err error) { return r, row.Scan(&r) }, ruleSheets)
	for i := range list {
		gis.SortRuleRows(list[i].Rows)
	}
	return list, wrap("read rules", err)
}

// UnknownWilayah are those of the codes that the store does not know.
func (l *Load) UnknownWilayah(ctx context.Context, codes []string) ([]string, error) {
	return l.codes(ctx, `select c from unnest($1::text[]) c where not exists (select from data.wilayah w where w.code = c collate "C")`, codes)
}

// PutRules writes each rule as a whole in place of what it was.
func (l *Load) PutRules(ctx context.Context, rules []gis.RuleSheet) error {
	for _, r := range rules {
		for _, table := range []string{"standard_row", "ratio_row", "workload_activity"} {
			if _, err := l.tx.Exec(ctx, `delete from data.`+table+` where standard = $1`, r.ID); err != nil {
				return wrap("put rule "+r.ID, err)
			}
		}
		if _, err := l.tx.Exec(ctx, `
			insert into data.standard (id, rule, title, regulation, article, wilayah, valid_from, valid_to, revoked, revoked_by, confidence, source, wkt_minutes, target_year, source_id)
			values ($1, $2, $3, $4, $5, nullif($6, ''), nullif($7, '')::date, nullif($8, '')::date, $9, $10, $11, $12, $13, $14, $15)
			on conflict (id) do update set rule = excluded.rule, title = excluded.title, regulation = excluded.regulation, article = excluded.article,
				wilayah = excluded.wilayah, valid_from = excluded.valid_from, valid_to = excluded.valid_to, revoked = excluded.revoked, revoked_by = excluded.revoked_by,
				confidence = excluded.confidence, source = excluded.source, wkt_minutes = excluded.wkt_minutes, target_year = excluded.target_year, source_id = excluded.source_id`,
			r.ID, r.Rule, r.Title, r.Regulation, r.Article, r.Wilayah, r.ValidFrom, r.ValidTo, r.Revoked, r.RevokedBy, r.Confidence, r.Source, r.WKTMinutes, r.TargetYear, l.Source); err != nil {
			return wrap("put rule "+r.ID, err)
		}
		batch := &pgx.Batch{}
		for n, x := range r.Rows {
			switch r.Rule {
			case "RATIO":
				batch.Queue(`insert into data.ratio_row (standard, profession, required, per_people) values ($1, $2, $3, $4)`, r.ID, x.Profession, x.Minimum, x.PerPeople)
			case "WORKLOAD":
				batch.Queue(`insert into data.workload_activity (standard, facility_kind, profession, code, name, kind, norm_minutes, percent, minutes_year, persons, sort)
					values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, r.ID, x.FacilityKind, x.Profession, x.Activity, x.ActivityName, x.ActivityKind, x.NormMinutes, x.Percent, x.MinutesYear, x.Persons, n)
			default:
				batch.Queue(`insert into data.standard_row (standard, facility_kind, area_category, rawat_inap, klaster, profession, required)
					values ($1, $2, $3, $4, $5, $6, $7)`, r.ID, x.FacilityKind, x.AreaCategory, x.RawatInap, x.Klaster, x.Profession, x.Minimum)
			}
		}
		if err := l.tx.SendBatch(ctx, batch).Close(); err != nil {
			return wrap("put rule "+r.ID, err)
		}
	}
	return nil
}
