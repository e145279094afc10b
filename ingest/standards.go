package ingest

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"

	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/ingest/read"
)

// StandardLoad is what an import of rules on staff needs of the store.
type StandardLoad interface {
	Load
	StaffWords(ctx context.Context) (StaffWords, error)
	// Rules are all that the store holds, by id, rows in the order of their keys.
	Rules(ctx context.Context) ([]gis.RuleSheet, error)
	// UnknownWilayah are those of the codes that no boundary list has brought.
	UnknownWilayah(ctx context.Context, codes []string) ([]string, error)
	// PutRules makes the rules those given, each as a whole.
	PutRules(ctx context.Context, rules []gis.RuleSheet) error
}

// Standards imports rules on staff. Each rule that the file names becomes what the
// file says of it, as a whole; the others stay. One bad row refuses the file: a rule
// without it would be another rule. A rule that came with Jangkau is not rewritten.
func Standards[L StandardLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts Options) (Result, error) {
	opts.Strict = true
	var extra []gis.Text
	res, err := run(ctx, begin, RoleStandard, opts, nil, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		p := &rulePlan{rec: rec, first: map[string]int{}, wrong: map[string]bool{}}
		var err error
		if p.words, err = load.StaffWords(ctx); err != nil {
			return Counts{}, err
		}
		stored, err := load.Rules(ctx)
		if err != nil {
			return Counts{}, err
		}
		if err := p.read(ctx, opts.withDefaults()); err != nil {
			return Counts{}, err
		}
		if err := p.checkWilayah(ctx, load); err != nil {
			return Counts{}, err
		}
		p.checkLoads()
		if len(rec.rejected) > 0 {
			return Counts{}, nil
		}
		put, c := p.compare(stored, &extra)
		if len(rec.rejected) > 0 || len(put) == 0 {
			return c, nil
		}
		return c, load.PutRules(ctx, put)
	})
	res.Extra = append(res.Extra, extra...)
	return res, err
}

// rulePlan is one import of rules.
type rulePlan struct {
	rec   *recorder
	words StaffWords
	rules []*gis.RuleSheet
	first map[string]int  // the line that each rule begins on
	wrong map[string]bool // rules whose first row was rejected: what it lacks is told once

	targets bool // the sheet has a column of target years
}

func (p *rulePlan) read(ctx context.Context, o Options) error {
	o.beginReading()
	defer o.Progress.End()
	seen := map[string]int{}
	report, err := read.Sheet(ctx, o.Path, o.readOptions(p.rec), RuleFields, func(r *read.SheetRow) error {
		p.targets = r.Has("target_year")
		rule, row := p.row(r)
		if r.Rejected() {
			p.wrong[rule.ID] = p.wrong[rule.ID] || p.first[rule.ID] == 0
			return nil
		}
		key := rule.ID + "|" + row.Key()
		if line, dup := seen[key]; dup {
			r.Fault("profession", read.CodeDuplicateRow, gis.T("Baris %d sudah mengatur hal yang sama", "Line %d says the same already", line))
			return nil
		}
		seen[key] = r.Line
		p.add(r, rule, row)
		return nil
	})
	p.rec.report(report)
	return err
}

// add joins a row to its rule: what is said of the rule itself stands in every row,
// or in its first alone.
func (p *rulePlan) add(r *read.SheetRow, rule gis.RuleSheet, row gis.RuleSheetRow) {
	if p.wrong[rule.ID] {
		return // the file is refused already
	}
	i := slices.IndexFunc(p.rules, func(have *gis.RuleSheet) bool { return have.ID == rule.ID })
	if i < 0 {
		for _, need := range []struct{ field, value string }{{"title", rule.Title}, {"regulation", rule.Regulation}, {"source", rule.Source}} {
			if need.value == "" {
				r.Fault(need.field, read.CodeMissingValue, gis.T("Baris pertama aturan %q harus menyebut %s", "The first row of the rule %q must give its %s", rule.ID, need.field))
			}
		}
		if (rule.Rule == "WORKLOAD") != (rule.WKTMinutes != nil) {
			r.Fault("wkt_minutes", read.CodeMissingValue, gis.T("WKT (menit setahun) wajib bagi aturan WORKLOAD, dan hanya baginya", "WKT (minutes a year) belongs to a rule WORKLOAD, and to that alone"))
		}
		if r.Rejected() {
			p.wrong[rule.ID] = true
			return
		}
		// Who does not say how well the text is known, knows it from memory.
		rule.Rows, rule.Confidence = []gis.RuleSheetRow{row}, cmp.Or(rule.Confidence, "RECALLED")
		p.first[rule.ID] = r.Line
		p.rules = append(p.rules, &rule)
		return
	}
	have := p.rules[i]
	if field := differs(*have, rule); field != "" {
		r.Fault(field, CodeRuleDiffers, gis.T("Berbeda dari baris %d aturan yang sama; kosongkan atau samakan", "It differs from line %d of the same rule; leave it empty or make it equal", p.first[rule.ID]))
		return
	}
	have.Rows = append(have.Rows, row)
}

// differs names a column in which a further row of a rule contradicts the first.
func differs(a, b gis.RuleSheet) string {
	for _, c := range []struct{ field, a, b string }{
		{"rule", a.Rule, b.Rule},
		{"title", a.Title, b.Title},
		{"regulation", a.Regulation, b.Regulation},
		{"article", a.Article, b.Article},
		{"wilayah", a.Wilayah, b.Wilayah},
		{"valid_from", a.ValidFrom, b.ValidFrom},
		{"valid_to", a.ValidTo, b.ValidTo},
		{"revoked_by", a.RevokedBy, b.RevokedBy},
		{"confidence", a.Confidence, b.Confidence},
		{"source", a.Source, b.Source},
	} {
		if c.b != "" && c.a != c.b {
			return c.field
		}
	}
	if b.Revoked && !a.Revoked {
		return "revoked"
	}
	if b.TargetYear != nil && (a.TargetYear == nil || *a.TargetYear != *b.TargetYear) {
		return "target_year"
	}
	if b.WKTMinutes != nil && (a.WKTMinutes == nil || *a.WKTMinutes != *b.WKTMinutes) {
		return "wkt_minutes"
	}
	return ""
}

func (p *rulePlan) checkWilayah(ctx context.Context, load StandardLoad) error {
	var codes []string
	for _, r := range p.rules {
		if r.Wilayah != "" {
			codes = append(codes, r.Wilayah)
		}
	}
	unknown, err := load.UnknownWilayah(ctx, codes)
	for _, r := range p.rules {
		if slices.Contains(unknown, r.Wilayah) {
			p.reject(r, "wilayah", r.Wilayah, CodeUnknownWilayah, gis.T("Wilayah %s belum dikenal; muat dahulu batasnya", "The wilayah %s is not known; load its boundaries first", r.Wilayah))
		}
	}
	return err
}

// checkLoads refuses rules of workload that could give no answer: only all rows of a
// profession together tell what its supporting activities take.
func (p *rulePlan) checkLoads() {
	for _, r := range p.rules {
		if r.Rule != "WORKLOAD" {
			continue
		}
		s := gis.Standard{ID: r.ID, WKTMinutes: r.WKTMinutes}
		for _, x := range r.Rows {
			a := gis.WorkloadActivity{
				Profession: gis.Profession{Code: x.Profession}, Code: x.Activity, Name: x.ActivityName, Kind: gis.ActivityKind(x.ActivityKind),
				NormMinutes: x.NormMinutes, Percent: x.Percent, MinutesYear: x.MinutesYear, Persons: x.Persons,
			}
			if x.FacilityKind != "" {
				kind := gis.FacilityKind(x.FacilityKind)
				a.FacilityKind = &kind
			}
			s.Activities = append(s.Activities, a)
		}
		var e *gis.Error
		if err := workforce.CheckLoad(&s); errors.As(err, &e) {
			p.reject(r, "percent", "", CodeBadRule, e.Message)
		}
	}
}

func (p *rulePlan) reject(r *gis.RuleSheet, field, value, code string, reason gis.Text) {
	p.rec.add(Issue{Issue: read.Issue{
		Line: p.first[r.ID], Code: code, Severity: read.Rejected, Field: field, Value: value, Reason: reason,
		Action: gis.T("Tidak ada yang dimuat", "Nothing was loaded"),
	}})
}

// compare tells which rules differ from the store.
func (p *rulePlan) compare(stored []gis.RuleSheet, extra *[]gis.Text) (put []gis.RuleSheet, c Counts) {
	for _, r := range p.rules {
		gis.SortRuleRows(r.Rows)
		i := slices.IndexFunc(stored, func(s gis.RuleSheet) bool { return s.ID == r.ID })
		if i < 0 {
			c.Added += len(r.Rows)
			put = append(put, *r)
			*extra = append(*extra, gis.T("%s: aturan baru, %d baris", "%s: a new rule of %d rows", r.ID, len(r.Rows)))
			continue
		}
		was := stored[i]
		if !p.targets {
			r.TargetYear = was.TargetYear // a sheet without the column says nothing of it
		}
		shipped := was.Shipped
		was.Shipped = false
		switch {
		case reflect.DeepEqual(was, *r):
			c.Unchanged += len(r.Rows)
		case shipped:
			p.reject(r, "id", r.ID, CodeRuleShipped, gis.T("Aturan %q dibawa Jangkau dan tidak diubah lewat impor; pakai id lain, misalnya %q", "The rule %q came with Jangkau and is not changed by an import; use another id, such as %q", r.ID, r.ID+"-2"))
		default:
			c.Changed += len(r.Rows)
			put = append(put, *r)
			*extra = append(*extra, gis.T("%s: diganti seluruhnya, %d baris", "%s: replaced as a whole, %d rows", r.ID, len(r.Rows)))
		}
	}
	return put, c
}
