package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// MentoringOptions are those of an import of specialists' mentoring.
type MentoringOptions struct {
	Options
	Within   gis.WilayahCode // names of hospitals and puskesmas are looked up there
	Complete bool            // the list held every assignment within Within on its day
}

// MentoringKind is what a register of mentoring is declared for.
const MentoringKind gis.FacilityKind = "MENTORING"

// MentoringLoad is what an import of mentoring needs of the store.
type MentoringLoad interface {
	Load
	Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error)
	ListDay() time.Time
	StaffFacilities(ctx context.Context, kabupaten gis.WilayahCode, codes []string) ([]KnownFacility, error)
	// PutMentoring writes what differs and tells of each row 'A', 'C' or 'U', and how
	// many assignments of the list the file no longer holds; those are ended where
	// LoadInfo asked for it.
	PutMentoring(ctx context.Context, rows []MentoringRow, within gis.WilayahCode) (acts []byte, missing int, ended bool, err error)
	DeclareRegister(ctx context.Context, r Register) error
}

// MentoringRow is one assignment: a post of a specialty at a hospital, and a puskesmas.
// Where the list does not say since when, From is the list's day: it holds then, and
// continues what held.
type MentoringRow struct {
	Line                int
	Hospital, Puskesmas int64
	Specialty           string
	From                time.Time
	Dated               bool // the list says since when
	To                  *time.Time
}

// overlaps reports whether the two hold at the same time.
func (r MentoringRow) overlaps(o MentoringRow) bool {
	return (r.To == nil || o.From.Before(*r.To)) && (o.To == nil || r.From.Before(*o.To))
}

// MentoringFields are the columns of a sheet of mentoring.
var MentoringFields = []read.SheetField{
	{Name: "hospital", Synonyms: []string{"rumahsakit", "namarumahsakit", "rs", "rsasal", "namars", "rspengampu", "rspembina"}, Required: true},
	{Name: "puskesmas", Synonyms: []string{"namapuskesmas", "puskesmasbinaan", "puskesmasasuhan", "puskesmasdampingan"}, Required: true},
	{Name: "specialty", Synonyms: []string{"spesialisasi", "spesialis", "jenisspesialis", "bidangspesialis", "dokterspesialis", "keahlian"}, Required: true},
	{Name: "valid_from", Synonyms: []string{"mulai", "berlakumulai", "tmt", "tanggalmulai"}},
	{Name: "valid_to", Synonyms: []string{"sampai", "selesai", "berlakusampai", "tanggalselesai"}},
}

// Mentoring imports which specialist post mentors which puskesmas. Columns of names
// are not read, and a cell of the specialty that also names the doctor gives the
// specialty alone: nothing of a person is kept or shown.
func Mentoring[L MentoringLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts MentoringOptions) (Result, error) {
	if len(opts.Within) < 5 {
		return Result{}, &gis.Error{Kind: gis.Invalid, Field: "--within", Message: gis.T("Sebutkan kabupaten daftar ini: --within 35.10", "Name the kabupaten of the list: --within 35.10")}
	}
	return run(ctx, begin, RoleMentoring, opts.Options, map[string]any{"within": opts.Within, "complete": opts.Complete}, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		if _, err := load.Places(ctx, []gis.WilayahCode{opts.Within[:5]}); err != nil {
			return Counts{}, err
		}
		p := &mentoringPlan{opts: opts, rec: rec, load: load, seen: map[string][]MentoringRow{}}
		rows, err := p.read(ctx)
		if err != nil {
			return Counts{}, err
		}
		rec.settleMissing(load, opts.CloseMissing)
		acts, missing, ended, err := load.PutMentoring(ctx, rows, opts.Within)
		if err != nil {
			return Counts{}, err
		}
		if opts.Complete {
			whole := rec.settleWhole(true, opts.Within)
			if err := load.DeclareRegister(ctx, Register{Kind: MentoringKind, Wilayah: opts.Within, Complete: whole}); err != nil {
				return Counts{}, err
			}
		}
		if missing > 0 {
			i := missingIssue(opts.Within, fmt.Sprint(missing), ended)
			i.Reason = gis.T("%d penugasan tidak ada lagi dalam berkas ini", "%d assignments are no longer in this file", missing)
			rec.add(i)
		}
		// One row may name several puskesmas: the report counts rows.
		c := Counts{Missing: missing}
		byLine := map[int]byte{}
		for i, act := range acts {
			if was := byLine[rows[i].Line]; was == 0 || act == 'A' || act == 'C' && was == 'U' {
				byLine[rows[i].Line] = act
			}
		}
		for _, act := range byLine {
			switch act {
			case 'A':
				c.Added++
			case 'C':
				c.Changed++
			default:
				c.Unchanged++
			}
		}
		return c, nil
	})
}

type mentoringPlan struct {
	opts  MentoringOptions
	rec   *recorder
	load  MentoringLoad
	known []KnownFacility
	seen  map[string][]MentoringRow // by post and puskesmas
}

func (p *mentoringPlan) read(ctx context.Context) ([]MentoringRow, error) {
	o := p.opts.withDefaults()
	o.beginReading()
	defer o.Progress.End()
	day := p.load.ListDay()
	var rows []MentoringRow
	report, err := read.Sheet(ctx, o.Path, o.readOptions(p.rec), MentoringFields, func(r *read.SheetRow) error {
		if r.Total("hospital") {
			r.Skip()
			return nil
		}
		list, err := p.row(ctx, r, day)
		if !r.Rejected() {
			rows = append(rows, list...)
		}
		return err
	})
	p.rec.report(report)
	return rows, err
}

// row reads the assignments of one row: of one hospital's post to one or several
// puskesmas.
func (p *mentoringPlan) row(ctx context.Context, r *read.SheetRow, day time.Time) ([]MentoringRow, error) {
	one := MentoringRow{Line: r.Line, From: day, To: r.Day("valid_to", true)}
	if d := r.Day("valid_from", false); d != nil {
		one.From, one.Dated = *d, true
	}
	if one.To != nil && !one.From.Before(*one.To) {
		r.Fault("valid_to", read.CodeBadDate, gis.T("Harus sesudah mulainya (%s)", "It must be after its beginning (%s)", one.From.Format(time.DateOnly)))
	}
	if one.Specialty = gis.ParseSpecialty(r.Text("specialty")); one.Specialty == "" {
		// What stands there may be a person's name.
		r.FaultUnquoted("specialty", CodeSpecialtyUnknown, gis.T("Spesialisasinya tidak dikenal; tulis misalnya Sp.A, Obgin, Penyakit Dalam, Bedah", "The specialty is not known; write Sp.A, Obgin, Penyakit Dalam, Bedah or the like"))
	}
	var err error
	if one.Hospital, err = p.facility(ctx, r, "hospital", r.Need("hospital"), gis.KindRS); err != nil {
		return nil, err
	}
	names := r.Words("puskesmas")
	if len(names) == 0 {
		r.Need("puskesmas")
	}
	var out []MentoringRow
	for _, name := range names {
		one.Puskesmas, err = p.facility(ctx, r, "puskesmas", name, gis.KindPuskesmas)
		if err != nil {
			return nil, err
		}
		if r.Rejected() {
			continue
		}
		key := fmt.Sprint(one.Hospital, "/", one.Puskesmas, "/", one.Specialty)
		if i := slices.IndexFunc(p.seen[key], one.overlaps); i >= 0 {
			r.FaultUnquoted("puskesmas", read.CodeDuplicateRow, gis.T("Penugasan ini sudah ada pada baris %d, dalam waktu yang sama", "This assignment stands on line %d already, for the same time", p.seen[key][i].Line))
			continue
		}
		p.seen[key] = append(p.seen[key], one)
		out = append(out, one)
	}
	return out, nil
}

// facility finds a hospital or puskesmas by its code or its name in the kabupaten.
func (p *mentoringPlan) facility(ctx context.Context, r *read.SheetRow, field, name string, kind gis.FacilityKind) (int64, error) {
	if name == "" {
		return 0, nil
	}
	if p.known == nil {
		found, err := p.load.StaffFacilities(ctx, p.opts.Within[:5], nil)
		if err != nil {
			return 0, err
		}
		p.known = found
	}
	hits := facilitiesNamed(p.known, name, kind)
	if len(hits) == 0 && strings.ContainsAny(name, "0123456789") {
		// A hospital of another kabupaten, by its code.
		found, err := p.load.StaffFacilities(ctx, "", []string{name})
		if err != nil {
			return 0, err
		}
		hits = facilitiesNamed(found, name, kind)
	}
	if len(hits) == 1 {
		return hits[0].ID, nil
	}
	// What stands there may be a person's name, unless it says what kind of facility it is.
	if gis.KindFromName(name).Kind == kind {
		r.FaultUnquoted(field, CodeUnitUnknown, gis.T("%q: ada %d fasilitas %s bernama ini di %s; muat dahulu, atau pakai kodenya", "%q: there are %d facilities %s of this name in %s; load it first, or use its code",
			name, len(hits), kind, p.opts.Within[:5]))
	} else {
		r.FaultUnquoted(field, CodeUnitUnknown, gis.T("Satu nama atau kode di isian ini menunjuk %d fasilitas %s di %s; muat dahulu, pakai kodenya, atau tulis jenis fasilitasnya di depan namanya",
			"A name or code of this cell means %d facilities %s in %s; load it first, use its code, or put the kind of facility before its name", len(hits), kind, p.opts.Within[:5]))
	}
	return 0, nil
}

// facilitiesNamed are the facilities of a kind ("" is any) with this code or name.
func facilitiesNamed(known []KnownFacility, name string, kind gis.FacilityKind) (hits []KnownFacility) {
	fold := gis.FoldFacilityName(name)
	for _, k := range known {
		if (kind == "" || k.Kind == kind) && (slices.ContainsFunc(k.Identifiers, func(i read.Identifier) bool { return i.Value == name }) || fold != "" && k.Fold == fold) {
			hits = append(hits, k)
		}
	}
	return hits
}
