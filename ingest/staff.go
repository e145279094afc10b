package ingest

import (
	"context"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// StaffOptions are those of an import of staff.
type StaffOptions struct {
	Options
	// Within is the wilayah that the list is about: names of units are looked up
	// there, and a unit that is no facility counts for it.
	Within gis.WilayahCode
}

// StaffLoad is what an import of staff needs of the store.
type StaffLoad interface {
	Load
	// Places are as for facilities.
	Places(ctx context.Context, kabupaten []gis.WilayahCode) ([]gis.Place, error)
	// StaffWords are the words that professions, employment statuses and funding
	// go by, and the day that the list is of.
	StaffWords(ctx context.Context) (StaffWords, error)
	// StaffFacilities are those of a kabupaten ("" is none) and those with one of
	// the codes, whatever system it is of.
	StaffFacilities(ctx context.Context, kabupaten gis.WilayahCode, codes []string) ([]KnownFacility, error)
	// ReplaceStaff makes the counts those of this list for the periods it holds,
	// within the wilayah, and tells what became of each row.
	ReplaceStaff(ctx context.Context, rows []StaffCount, within gis.WilayahCode) (StaffOutcome, error)
}

// StaffWords map folded words to what the store calls them.
type StaffWords struct {
	Profession, Employment, Funding, Level map[string]string
	Vintage                                time.Time
}

// StaffCount is people of one profession at one unit, with one status.
type StaffCount struct {
	Facility   int64 // 0: a unit that is no loaded facility
	Unit       string
	Wilayah    gis.WilayahCode
	Profession string
	Given      string // the list's word for a profession that is not known
	Status     string
	Funding    string
	Klaster    []string
	PJ         []string // of Klaster, those they lead
	Level      string
	AtPustu    bool // booked here, working at a pustu that the list does not name
	People     int
	Period     time.Time

	place string // what tells the unit from another of its name: its code, or where these people work
}

// StaffOutcome tells for each row what the store did: 'A' added, 'C' changed, 'U'
// as stored; and how many counts of its periods the list no longer holds. They are
// taken out, unless Kept.
type StaffOutcome struct {
	Acts     []byte
	Missing  int
	Kept     bool
	Overlaps []StaffOverlap
}

// StaffOverlap is another list that speaks of the same facilities, professions and
// periods; people are those it counts there, mine those of this list.
type StaffOverlap struct {
	Source                   string
	Counts                   bool // this list counts there, the other does not
	Facilities, People, Mine int
	From, To                 time.Time // periods
}

// Staff imports counts of people: never a person. A period of a list is replaced
// as a whole; other periods stay, so that two can be compared. Where rows are
// rejected, what the file seems to lack stays: the next file settles it.
func Staff[L StaffLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts StaffOptions) (Result, error) {
	params := map[string]any{}
	if opts.Within != "" {
		params["within"] = opts.Within
	}
	var extra []gis.Text
	res, err := run(ctx, begin, RoleStaff, opts.Options, params, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		p := &staffPlan{opts: opts, load: load, rec: rec}
		if err := p.read(ctx); err != nil {
			return Counts{}, err
		}
		if err := p.match(ctx); err != nil {
			return Counts{}, err
		}
		rec.settleMissing(load, opts.CloseMissing)
		done, err := load.ReplaceStaff(ctx, p.counts, opts.Within)
		if err != nil {
			return Counts{}, err
		}
		if done.Kept && done.Missing > 0 {
			rec.add(Issue{Wilayah: opts.Within, Issue: read.Issue{
				Code: CodeMissingRow, Severity: read.Suspicious,
				Reason: gis.T("%d angka yang tersimpan tidak terbaca dari berkas ini, dan ada baris yang ditolak", "%d stored counts were not read from this file, and rows were rejected", done.Missing),
				Action: gis.T("Tetap disimpan dan ikut dihitung sampai berkas yang sudah diperbaiki diimpor", "Kept and counted until the mended file is imported"),
			}})
		}
		for _, o := range done.Overlaps {
			rec.add(overlapIssue(opts.Within, o))
		}
		c := Counts{Missing: done.Missing}
		for _, i := range p.countOf {
			switch done.Acts[i] {
			case 'A':
				c.Added++
			case 'C':
				c.Changed++
			default:
				c.Unchanged++
			}
		}
		extra = p.summary()
		return c, nil
	})
	res.Extra = append(res.Extra, extra...)
	return res, err
}

// overlapIssue tells that another list has the same people, as far as can be seen:
// they are not added up.
func overlapIssue(within gis.WilayahCode, o StaffOverlap) Issue {
	periods := o.From.Format(time.DateOnly)
	if to := o.To.Format(time.DateOnly); to != periods {
		periods += "–" + to
	}
	i := Issue{Wilayah: within, Issue: read.Issue{
		Code: CodeSeveralSources, Severity: read.Suspicious, Field: "--source", Value: o.Source,
		Reason: gis.T("Daftar %q sudah menyebut jenis tenaga yang sama di %d fasilitas untuk periode %s: %d orang di sana, %d di sini",
			"The list %q already speaks of the same professions at %d facilities for the period %s: %d people there, %d here", o.Source, o.Facilities, periods, o.People, o.Mine),
		Action: gis.T("Di sana daftar ini yang dihitung, daftar %q tidak; keduanya tidak dijumlahkan", "This list counts there, the list %q does not; the two are not added up", o.Source),
	}}
	if !o.Counts {
		i.Action = gis.T("Di sana daftar %q yang dihitung, daftar ini tidak; keduanya tidak dijumlahkan. Jika daftar ini pembaruannya, impor dengan --source %[1]q",
			"The list %q counts there, this one does not; the two are not added up. If this is its renewal, import it with --source %[1]q", o.Source)
	}
	return i
}

// staffPlan is one import of staff.
type staffPlan struct {
	opts       StaffOptions
	load       StaffLoad
	rec        *recorder
	report     read.Report
	rows       []read.Staff
	words      StaffWords
	units      map[[2]string]*staffUnit
	workplaces map[string]*staffUnit
	counts     []StaffCount
	countOf    []int // of each row
	told       map[string]bool
}

func (p *staffPlan) read(ctx context.Context) error {
	o := p.opts.withDefaults()
	o.beginReading()
	defer o.Progress.End()
	var err error
	if p.words, err = p.load.StaffWords(ctx); err != nil {
		return err
	}
	known := func(words map[string]string) func(string) bool {
		return func(fold string) bool { return words[fold] != "" }
	}
	p.report, err = read.StaffCounts(ctx, o.Path, read.StaffOptions{
		Options: o.readOptions(p.rec), Period: p.opts.Vintage, Profession: known(p.words.Profession), Status: known(p.words.Employment),
	}, func(s read.Staff) error {
		p.rows = append(p.rows, s)
		return nil
	})
	p.rec.report(p.report)
	// Rows that were added up (the sexes of a count, the persons of a list) are
	// one row of the report: what can be added, changed or left.
	p.rec.rows = p.report.Accepted + p.report.Rejected
	return err
}

func (p *staffPlan) summary() []gis.Text {
	people, loose := 0, 0
	for _, c := range p.counts {
		people += c.People
	}
	for _, u := range p.units {
		if u.facility == 0 {
			loose++
		}
	}
	unknown, unmapped := 0, 0
	for _, c := range p.counts {
		if c.Given != "" {
			unknown += c.People
		}
		if c.AtPustu {
			unmapped += c.People
		}
	}
	out := []gis.Text{gis.T("%d orang pada %d unit, %d di antaranya bukan fasilitas yang dimuat", "%d people at %d units, %d of which are no loaded facility", people, len(p.units), loose)}
	if unknown > 0 {
		out = append(out, gis.T("%d orang dengan jenis tenaga yang tidak dikenal, dihitung sebagai LAIN dengan nama aslinya; tambahkan padanannya dengan jangkau profession add, lalu impor lagi",
			"%d people of professions that are not known, counted as LAIN under their own names; add the words with jangkau profession add, then import again", unknown))
	}
	if unmapped > 0 {
		out = append(out, gis.T("%d orang bekerja di pustu yang tidak disebut: belum terpetakan ke pustu", "%d people work at a pustu that is not named: not mapped to pustu", unmapped))
	}
	if p.report.TotalsChecked > 0 {
		out = append(out, gis.T("%d jumlah tercetak diperiksa, %d sama", "%d printed totals checked, %d equal", p.report.TotalsChecked, p.report.TotalsEqual))
	}
	return out
}
