package ingest

import (
	"context"
	"fmt"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// WorkloadOptions are those of an import of what facilities did.
type WorkloadOptions struct {
	Options
	Within gis.WilayahCode // names of facilities are looked up there
}

// WorkloadLoad is what an import of workload needs of the store.
type WorkloadLoad interface {
	Load
	Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error)
	ListDay() time.Time
	StaffWords(ctx context.Context) (StaffWords, error)
	StaffFacilities(ctx context.Context, kabupaten gis.WilayahCode, codes []string) ([]KnownFacility, error)
	Rules(ctx context.Context) ([]gis.RuleSheet, error)
	// PutVolumes writes what differs and tells of each row 'A', 'C' or 'U'.
	PutVolumes(ctx context.Context, rows []Volume) ([]byte, error)
}

// Volume is how much of an activity a facility did in the year that ends with Period.
type Volume struct {
	Facility             int64
	Profession, Activity string
	Period               time.Time
	Volume               float64
	NormMinutes          *float64 // the facility's own; nil: the rule's
	Counted              bool
}

// WorkloadFields are the columns of a sheet of capaian.
var WorkloadFields = []read.SheetField{
	{Name: "facility", Synonyms: []string{"namafaskes", "puskesmas", "namapuskesmas", "kodefaskes", "fasilitas", "unitkerja", "unit"}, Required: true},
	{Name: "profession", Synonyms: []string{"jenistenaga", "jenissdmk", "profesi"}, Required: true},
	{Name: "activity", Synonyms: []string{"kodekegiatan"}},
	{Name: "activity_name", Synonyms: []string{"kegiatan", "namakegiatan", "uraiantugas"}},
	{Name: "volume", Synonyms: []string{"capaian", "volumekegiatan", "jumlah"}, Required: true},
	{Name: "norm_minutes", Synonyms: []string{"normawaktu", "normawaktumenit"}},
	{Name: "counted", Synonyms: []string{"dihitung"}},
	{Name: "period", Synonyms: []string{"periode", "tahun", "tanggal"}},
}

// Workload imports capaian: how much of each activity facilities did, by which rules
// of workload compute need. An activity goes by its code, or by its folded name, as
// in the rule; one that no rule knows is flagged and kept.
func Workload[L WorkloadLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts WorkloadOptions) (Result, error) {
	if len(opts.Within) < 5 {
		return Result{}, &gis.Error{Kind: gis.Invalid, Field: "--within", Message: gis.T("Sebutkan kabupaten daftar ini: --within 35.10", "Name the kabupaten of the list: --within 35.10")}
	}
	return run(ctx, begin, RoleWorkload, opts.Options, map[string]any{"within": opts.Within}, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		if _, err := load.Places(ctx, []gis.WilayahCode{opts.Within[:5]}); err != nil {
			return Counts{}, err
		}
		p := &workloadPlan{opts: opts, seen: map[string]int{}, activities: map[string]bool{}, day: load.ListDay()}
		if err := p.know(ctx, load); err != nil {
			return Counts{}, err
		}
		o := opts.withDefaults()
		o.beginReading()
		var rows []Volume
		report, err := read.Sheet(ctx, o.Path, o.readOptions(rec), WorkloadFields, func(r *read.SheetRow) error {
			if r.Total("facility") {
				r.Skip()
				return nil
			}
			if v := p.row(r); !r.Rejected() {
				rows = append(rows, v)
			}
			return nil
		})
		o.Progress.End()
		rec.report(report)
		if err != nil {
			return Counts{}, err
		}
		acts, err := load.PutVolumes(ctx, rows)
		return countActs(acts), err
	})
}

// countActs adds up what the store did with rows.
func countActs(acts []byte) (c Counts) {
	for _, act := range acts {
		switch act {
		case 'A':
			c.Added++
		case 'C':
			c.Changed++
		default:
			c.Unchanged++
		}
	}
	return c
}

type workloadPlan struct {
	opts       WorkloadOptions
	words      StaffWords
	known      []KnownFacility
	activities map[string]bool // profession/activity of the loaded rules
	seen       map[string]int
	day        time.Time
}

func (p *workloadPlan) know(ctx context.Context, load WorkloadLoad) (err error) {
	if p.words, err = load.StaffWords(ctx); err != nil {
		return err
	}
	if p.known, err = load.StaffFacilities(ctx, p.opts.Within[:5], nil); err != nil {
		return err
	}
	rules, err := load.Rules(ctx)
	for _, r := range rules {
		for _, x := range r.Rows {
			p.activities[x.Profession+"/"+x.Activity] = true
		}
	}
	return err
}

func (p *workloadPlan) row(r *read.SheetRow) Volume {
	v := Volume{Activity: r.Text("activity"), NormMinutes: positive(r, "norm_minutes"), Counted: true, Period: p.day}
	if v.Activity == "" {
		v.Activity = gis.FoldName(r.Need("activity_name"))
	}
	if d := r.Day("period", true); d != nil {
		v.Period = *d
	}
	if c := r.YesNo("counted"); c != nil {
		v.Counted = *c
	}
	if n := required(r, "volume"); n != nil {
		v.Volume = *n
	}
	v.Profession = professionOf(r, p.words)
	name := r.Need("facility")
	hits := facilitiesNamed(p.known, name, gis.KindFromName(name).Kind)
	switch {
	case len(hits) == 1:
		v.Facility = hits[0].ID
	case name != "":
		r.Fault("facility", CodeUnitUnknown, gis.T("Ada %d fasilitas bernama atau berkode ini di %s; muat dahulu, atau pakai kodenya", "There are %d facilities of this name or code in %s; load it first, or use its code", len(hits), p.opts.Within[:5]))
	}
	if r.Rejected() {
		return v
	}
	key := fmt.Sprint(v.Facility, "/", v.Profession, "/", v.Activity, "/", v.Period.Unix())
	if line, dup := p.seen[key]; dup {
		r.Fault("volume", read.CodeDuplicateRow, gis.T("Kegiatan ini sudah ada pada baris %d", "This activity stands on line %d already", line))
		return v
	}
	p.seen[key] = r.Line
	if !p.activities[v.Profession+"/"+v.Activity] {
		r.Flag("activity_name", CodeActivityUnknown, gis.T("Belum ada aturan beban kerja dengan kegiatan ini untuk %s; periksa ejaannya, atau muat aturannya dengan jangkau import standard",
			"No rule of workload has this activity for %s; check its spelling, or load the rule with jangkau import standard", v.Profession))
	}
	return v
}

// professionOf is the profession that a cell names.
func professionOf(r *read.SheetRow, words StaffWords) string {
	w := r.Need("profession")
	code := words.Profession[gis.FoldName(w)]
	if w != "" && code == "" {
		r.Fault("profession", CodeProfessionUnknown, gis.T("Jenis tenaga %q tidak dikenal; lihat jangkau profession list", "The profession %q is not known; see jangkau profession list", w))
	}
	return code
}
