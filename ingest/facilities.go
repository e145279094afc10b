package ingest

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// FacilityOptions are those of an import of facilities.
type FacilityOptions struct {
	Options
	// Within is the wilayah that the list is about: it tells the kabupaten of rows
	// that do not, and a row outside is flagged.
	Within gis.WilayahCode
	// DefaultKind is what a row is whose kind neither column nor name tells.
	DefaultKind gis.FacilityKind
	// IDSystem names the system of the code column; empty is guessed per value.
	IDSystem string
	// Complete and Partial say of which kinds the list is, or is no longer, all
	// there is within Within on the list's day.
	Complete, Partial []gis.FacilityKind
}

func (o FacilityOptions) check() error {
	if len(o.Complete)+len(o.Partial) > 0 && o.Within == "" {
		return &gis.Error{Kind: gis.Invalid, Field: "--within", Message: gis.T(
			"Register lengkap atau sebagian harus menyebut wilayahnya: --within KODE",
			"A complete or partial register must say of which wilayah: --within CODE")}
	}
	for _, k := range slices.Concat(o.Complete, o.Partial, []gis.FacilityKind{o.DefaultKind}) {
		if k != "" && !gis.ValidKind(k) {
			return &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T("Jenis %q tidak ada; yang ada: %v", "There is no kind %q; there are: %v", k, gis.FacilityKinds)}
		}
		if k != "" && slices.Contains(o.Complete, k) && slices.Contains(o.Partial, k) {
			return &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T("%s tidak dapat lengkap dan sebagian sekaligus", "%s cannot be complete and partial at once", k)}
		}
	}
	return nil
}

func (o FacilityOptions) parameters() map[string]any {
	p := map[string]any{}
	if o.Within != "" {
		p["within"] = o.Within
	}
	if o.DefaultKind != "" {
		p["defaultKind"] = o.DefaultKind
	}
	if len(o.Complete) > 0 {
		p["complete"] = o.Complete
	}
	if len(o.Partial) > 0 {
		p["partial"] = o.Partial
	}
	return p
}

// Facilities imports a list of facilities: it finds out which of them the store
// knows from other lists, where each one stands, and what only a person can tell
// (match cases). The list is held in memory as a whole: whether a name is the only
// one of its kind in a kabupaten is known when the last row is.
func Facilities[L FacilityLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts FacilityOptions) (Result, error) {
	if err := opts.check(); err != nil {
		return Result{}, err
	}
	var extra []gis.Text
	res, err := run(ctx, begin, RoleFacilities, opts.Options, opts.parameters(), func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		p := &facilityPlan{opts: opts, load: load}
		if err := p.read(ctx, rec); err != nil {
			return Counts{}, err
		}
		opts.withDefaults().Progress.Begin(gis.T("Mencocokkan fasilitas", "Matching facilities"), 0)
		defer opts.withDefaults().Progress.End()
		if err := p.make(ctx); err != nil {
			return Counts{}, err
		}
		rec.settleMissing(load, opts.CloseMissing)
		p.whole = rec.settleWhole(len(opts.Complete) > 0, opts.Within)
		done, err := load.WriteFacilities(ctx, p.writes())
		if err != nil {
			return Counts{}, err
		}
		p.tellMissing(done)
		for _, i := range p.issuesByLine() {
			rec.add(i)
		}
		extra = p.summary()
		c := p.counts
		c.Missing = len(done.Missing)
		return c, nil
	})
	res.Extra = append(res.Extra, extra...)
	return res, err
}

// read takes the whole list in. Issues of the reader wait until the facility that
// their row became is known.
func (p *facilityPlan) read(ctx context.Context, rec *recorder) error {
	o := p.opts.withDefaults()
	o.beginReading()
	defer o.Progress.End()
	ro := o.readOptions(rec)
	ro.Issue = func(i read.Issue) { p.issues = append(p.issues, Issue{Issue: i}) }
	report, err := read.Facilities(ctx, o.Path, read.FacilityOptions{Options: ro, IDSystem: p.opts.IDSystem}, func(f read.Facility) error {
		p.rows = append(p.rows, &facilityRow{Facility: f})
		return nil
	})
	rec.report(report)
	return err
}
