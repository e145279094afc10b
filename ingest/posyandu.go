package ingest

import (
	"context"
	"fmt"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// PosyanduOptions are those of an import of posyandu.
type PosyanduOptions struct {
	Options
	Within   gis.WilayahCode // names of desa are looked up there
	Complete bool            // the list held every posyandu of Within on its day
}

// PosyanduLoad is what an import of posyandu needs of the store.
type PosyanduLoad interface {
	Load
	Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error)
	// ListDay is the day that the list is of.
	ListDay() time.Time
	// PutPosyandu makes posyandu that the store does not know facilities, and writes
	// what differs of their reports.
	PutPosyandu(ctx context.Context, rows []PosyanduReport, within gis.WilayahCode) (PosyanduOutcome, error)
	// DeclareRegister says whether the list of a kind is whole.
	DeclareRegister(ctx context.Context, r Register) error
}

// PosyanduReport is what one row says of a posyandu; nil is not given.
type PosyanduReport struct {
	Line                       int
	Desa                       gis.WilayahCode
	Name, Fold                 string
	Period                     time.Time
	Kader, Purwa, Madya, Utama *int
	Services                   [5]*bool // in the order of gis.PosyanduServices
	Competences                []Competence
}

// Competence is how many kader have a competence of a group; N 0 is all of it.
type Competence struct {
	Group string `json:"grp"`
	N     int    `json:"n"`
	Kader int    `json:"kader"`
}

// PosyanduOutcome tells of each row 'A', 'C' or 'U', how many posyandu are new
// facilities, and those of the list that the file no longer holds.
type PosyanduOutcome struct {
	Acts    []byte
	New     int
	Missing []MissingPosyandu
}

// MissingPosyandu is one that the file no longer holds; Closed where it, or its report of
// the file's own period, was taken out.
type MissingPosyandu struct {
	Facility int64
	Name     string
	Closed   bool
}

// Posyandu imports a sheet with a row a posyandu: its services over the life course,
// its kader by level and by competence. A posyandu is known by its desa and name; a
// new one becomes a facility. Rows whose desa is not sure are rejected.
func Posyandu[L PosyanduLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts PosyanduOptions) (Result, error) {
	if opts.Complete && opts.Within == "" {
		return Result{}, &gis.Error{Kind: gis.Invalid, Field: "--within", Message: gis.T("--complete memerlukan --within: wilayah yang didata lengkap", "--complete needs --within: the wilayah that the list is whole for")}
	}
	var extra []gis.Text
	res, err := run(ctx, begin, RolePosyandu, opts.Options, map[string]any{"within": opts.Within, "complete": opts.Complete}, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		p := &posyanduPlan{opts: opts, rec: rec, seen: map[string]int{}, sums: map[string]int{}, day: load.ListDay()}
		rows, err := p.read(ctx, load)
		if err != nil {
			return Counts{}, err
		}
		rec.settleMissing(load, opts.CloseMissing)
		done, err := load.PutPosyandu(ctx, rows, opts.Within)
		if err != nil {
			return Counts{}, err
		}
		if opts.Complete {
			whole := rec.settleWhole(true, opts.Within)
			if err := load.DeclareRegister(ctx, Register{Kind: gis.KindPosyandu, Wilayah: opts.Within, Complete: whole}); err != nil {
				return Counts{}, err
			}
		}
		for _, m := range done.Missing {
			i := missingIssue(opts.Within, m.Name, m.Closed)
			i.FacilityID = m.Facility
			rec.add(i)
		}
		c := countActs(done.Acts)
		c.Missing = len(done.Missing)
		extra = append(extra, gis.T("%d posyandu, %d di antaranya baru sebagai fasilitas", "%d posyandu, %d of them new as facilities", len(rows), done.New))
		return c, nil
	})
	res.Extra = append(res.Extra, extra...)
	return res, err
}

// posyanduPlan is one import of posyandu.
type posyanduPlan struct {
	opts PosyanduOptions
	rec  *recorder
	gaz  *gis.Gazetteer
	day  time.Time
	seen map[string]int // rows by posyandu and period
	sums map[string]int // kader by column, for the printed totals
}

func (p *posyanduPlan) read(ctx context.Context, load PosyanduLoad) ([]PosyanduReport, error) {
	o := p.opts.withDefaults()
	o.beginReading()
	defer o.Progress.End()
	var places []gis.Place
	known := map[gis.WilayahCode]bool{}
	learn := func(kabupaten gis.WilayahCode) error {
		if known[kabupaten] {
			return nil
		}
		known[kabupaten] = true
		found, err := load.Places(ctx, []gis.WilayahCode{kabupaten})
		places = append(places, found...)
		p.gaz = gis.NewGazetteer(places)
		return err
	}
	if len(p.opts.Within) >= 5 {
		if err := learn(p.opts.Within[:5]); err != nil {
			return nil, err
		}
	}
	var rows []PosyanduReport
	report, err := read.Sheet(ctx, o.Path, o.readOptions(p.rec), PosyanduFields(), func(r *read.SheetRow) error {
		if r.Total("name") {
			p.total(r)
			r.Skip()
			return nil
		}
		if code, err := gis.ParseWilayahCode(r.Text("desa_code")); err == nil && len(code) >= 5 {
			if err := learn(code[:5]); err != nil {
				return err
			}
		}
		if row := p.row(r); !r.Rejected() {
			rows = append(rows, row)
		}
		return nil
	})
	p.rec.report(report)
	return rows, err
}

// row reads a posyandu; what is wrong with it is told.
func (p *posyanduPlan) row(r *read.SheetRow) PosyanduReport {
	out := PosyanduReport{
		Line: r.Line, Name: r.Need("name"), Desa: p.desa(r), Period: p.day,
		Kader: r.Count("kader"), Purwa: r.Count("purwa"), Madya: r.Count("madya"), Utama: r.Count("utama"),
	}
	if r.Personal("name") {
		r.FaultUnquoted("name", read.CodePersonalData, gis.T("Nama posyandu memuat nomor yang mungkin NIK atau NIP; tulis nama posyandunya", "The name of the posyandu holds what may be a NIK or NIP; write the posyandu's name"))
	}
	out.Fold = gis.FoldFacilityName(out.Name)
	if d := r.Day("period", true); d != nil {
		out.Period = *d
	}
	for i, s := range gis.PosyanduServices {
		out.Services[i] = r.YesNo(serviceColumns[s])
	}
	for _, g := range gis.CompetenceGroups {
		for n := 0; n <= g.Competences; n++ {
			if k := r.Count(competenceColumn(g, n)); k != nil {
				out.Competences = append(out.Competences, Competence{g.Code, n, *k})
			}
		}
	}
	p.checkKader(r, &out)
	key := fmt.Sprint(out.Desa, "/", out.Fold, "/", out.Period.Unix())
	if line, dup := p.seen[key]; dup && !r.Rejected() {
		r.Fault("name", read.CodeDuplicateRow, gis.T("Posyandu ini sudah ada pada baris %d", "This posyandu stands on line %d already", line))
	}
	p.seen[key] = r.Line
	return out
}

// checkKader compares the levels with all kader, and adds up the columns.
func (p *posyanduPlan) checkKader(r *read.SheetRow, out *PosyanduReport) {
	levels, given := 0, 0
	for _, f := range []struct {
		column string
		n      *int
	}{{"kader", out.Kader}, {"purwa", out.Purwa}, {"madya", out.Madya}, {"utama", out.Utama}} {
		if f.n == nil {
			continue
		}
		p.sums[f.column] += *f.n
		if f.column != "kader" {
			levels, given = levels+*f.n, given+1
		}
	}
	switch {
	case out.Kader == nil && given == 3:
		out.Kader = &levels
	case out.Kader != nil && levels > *out.Kader:
		r.Flag("kader", read.CodeSumMismatch, gis.T("Kader %d, tetapi menurut tingkatnya %d", "Kader %d, but %d by level", *out.Kader, levels))
	}
	for _, c := range out.Competences {
		if out.Kader != nil && c.Kader > *out.Kader {
			r.Flag(competenceColumn(gis.CompetenceGroupOf(c.Group), c.N), read.CodeSumMismatch, gis.T("%d kader berkompetensi, lebih banyak daripada kadernya (%d)", "%d kader have the competence, more than there are (%d)", c.Kader, *out.Kader))
		}
	}
}

// total compares a printed total with the rows above it.
func (p *posyanduPlan) total(r *read.SheetRow) {
	for _, column := range []string{"kader", "purwa", "madya", "utama"} {
		if n := r.Count(column); n != nil && *n != p.sums[column] {
			r.Flag(column, read.CodeTotalMismatch, gis.T("Jumlah tercetak %d, barisnya berjumlah %d", "The printed total is %d, its rows add up to %d", *n, p.sums[column]))
		}
	}
}

// desa is where the posyandu stands: by code, else by name within the wilayah and the
// kecamatan given.
func (p *posyanduPlan) desa(r *read.SheetRow) gis.WilayahCode {
	if text := r.Text("desa_code"); text != "" {
		code, err := gis.ParseWilayahCode(text)
		switch {
		case err != nil || code.Level() != gis.Desa:
			r.Fault("desa_code", read.CodeBadCode, gis.T("Bukan kode desa/kelurahan; tulis misalnya 35.10.01.2001 sebagai teks", "No code of a desa/kelurahan; write 35.10.01.2001, as text"))
		case p.gaz == nil || !p.gaz.Has(code):
			r.Fault("desa_code", CodeUnknownWilayah, gis.T("Kode desa %s belum dikenal; muat dahulu batas wilayahnya", "The desa code %s is not known; load its boundaries first", code))
		}
		return code
	}
	name := r.Need("desa")
	if name == "" {
		return ""
	}
	if len(p.opts.Within) < 5 {
		r.Fault("desa", CodeDesaUndecided, gis.T("Nama desa memerlukan --within KABUPATEN, atau kolom kode_desa", "A name of a desa needs --within KABUPATEN, or a column kode_desa"))
		return ""
	}
	q := gis.DesaQuery{Kabupaten: p.opts.Within[:5], Name: gis.FoldName(name, gis.DesaWords)}
	if kec := r.Text("kecamatan"); kec != "" {
		if q.Kecamatan = p.gaz.KecamatanNamed(q.Kabupaten, gis.FoldName(kec, gis.KecamatanWords)); q.Kecamatan == "" {
			r.Fault("kecamatan", CodeKecamatanUnknown, gis.T("Kecamatan %q tidak dikenal di %s", "There is no kecamatan %q in %s", kec, q.Kabupaten))
			return ""
		}
	}
	m := p.gaz.MatchDesa(q)
	if m.Code == "" {
		r.Fault("desa", CodeDesaUndecided, gis.T("%q tidak pasti menunjuk satu desa (%s); pakai kolom kode_desa atau kecamatan", "%q does not surely name one desa (%s); use a column kode_desa or kecamatan", name, labels(m.Candidates)))
	}
	return m.Code
}
