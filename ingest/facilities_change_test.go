package ingest_test

import (
	"context"
	"testing"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// facilityLists loads lists of facilities, as text, into a store of two desa.
type facilityLists struct {
	*store
	t *testing.T
}

func newFacilityLists(t *testing.T) facilityLists {
	s := newStore(t)
	must(t)(ingest.Boundaries(context.Background(), s.StartLoad, ingest.BoundaryOptions{Options: at(writeFile(t, "d.geojson", twoDesa))}))
	return facilityLists{s, t}
}

func (l facilityLists) load(source, day, content string) ingest.Result {
	l.t.Helper()
	return must(l.t)(ingest.Facilities(context.Background(), l.StartLoad, ingest.FacilityOptions{
		Within:  "35.10",
		Options: ingest.Options{Path: writeFile(l.t, "f.csv", content), SourceName: source, Vintage: onDay(day)},
	}))
}

// want compares an expression over all facilities, in the order of their names.
func (l facilityLists) want(expression, want string) {
	l.t.Helper()
	if got := ask[string](l.t, l.store, `select string_agg(concat_ws(' ', `+expression+`), ', ' order by name) from data.facility`); got != want {
		l.t.Errorf("%s: %s, want %s", expression, got, want)
	}
}

func (l facilityLists) flagged(r ingest.Result, code string, rows int) {
	l.t.Helper()
	found := issuesOf(r, code)
	if len(found) != rows {
		l.t.Errorf("%d rows are flagged %s, want %d: %v", len(found), code, rows, r.Issues)
	}
	for _, i := range found {
		if i.Severity != read.Suspicious || i.Reason.ID == "" || i.Reason.EN == "" || i.Action.ID == "" || i.Action.EN == "" {
			l.t.Errorf("%+v", i)
		}
	}
}

const describe = `name, kind, local_kind, address, ownership, rawat_inap, status, condition, desa, ST_X(point), opened`

// A file without a column, or with the cell left empty, wipes nothing out: neither
// what an earlier file of the list said, nor what another list did.
func TestMissingColumnsWipeNothingOut(t *testing.T) {
	l := newFacilityLists(t)
	const whole = "kode,nama,jenis,alamat,kepemilikan,rawat_inap,status,kondisi,lat,lon,tahun_berdiri\n" +
		"A,Melati,Pustu,Jl. Satu,Pemkab,ya,operasional,baik,-7.95,114.05,\n"
	l.load("a", "2024-01-01", whole)
	const want = "Melati PUSTU Pustu Jl. Satu Pemkab t OPEN BAIK 35.10.01.2001 114.05"
	l.want(describe, want)
	for _, poor := range []string{
		"kode,nama\nA,Melati\n",
		"kode,nama,jenis,alamat,kepemilikan,rawat_inap,status,kondisi,lat,lon\nA,Melati,,,,,,,,\n",
		"nama\nMelati\n", // without its code it is still the one of its name
	} {
		res := l.load("a", "2024-02-01", poor)
		l.want(describe, want)
		l.flagged(res, ingest.CodeKindChanged, 0)
	}
	l.load("b", "2024-03-01", "kode,nama,jenis\nZ,Melati,Pustu\n")
	l.want(describe, want)
}

// A list that moves its codes about renames facilities; it is told each time.
func TestCodesMovedBetweenFacilities(t *testing.T) {
	l := newFacilityLists(t)
	l.load("a", "2024-01-01", "kode,nama,jenis,lat,lon\nA,Pustu Sukamaju,Pustu,-7.95,114.05\nB,Pustu Sukajaya,Pustu,-7.95,114.15\n")
	res := l.load("a", "2024-02-01", "kode,nama,jenis,lat,lon\nB,Pustu Sukamaju,Pustu,-7.95,114.05\nA,Pustu Sukajaya,Pustu,-7.95,114.15\n")
	l.flagged(res, ingest.CodeRenamed, 2)
	l.want(`name, desa`, "Pustu Sukajaya 35.10.01.2002, Pustu Sukamaju 35.10.01.2001")
	if n := ask[int](t, l.store, `select count(*) from data.facility`); n != 2 {
		t.Errorf("%d facilities, want 2", n)
	}
	// A code given to another facility stays with the one that had it first.
	res = l.load("b", "2024-03-01", "kode_sdmk,nama,jenis,lat,lon\nP3510010101,Puskesmas Utara,Puskesmas,-7.92,114.02\nP3510010202,Puskesmas Selatan,Puskesmas,-7.98,114.18\n")
	if res.Added != 2 {
		t.Fatal(counts(res))
	}
}

// A pustu raised to a puskesmas, and a facility that moved.
func TestFacilityThatChanges(t *testing.T) {
	l := newFacilityLists(t)
	l.load("a", "2024-01-01", "kode,nama,jenis,lat,lon\nA,Melati,Pustu,-7.95,114.05\n")
	res := l.load("a", "2024-02-01", "kode,nama,jenis,lat,lon\nA,Melati,Puskesmas,-7.95,114.15\n")
	l.flagged(res, ingest.CodeKindChanged, 1)
	l.want(`name, kind, desa`, "Melati PUSKESMAS 35.10.01.2002")
	again := l.load("a", "2024-02-01", "kode,nama,jenis,lat,lon\nA,Melati,Puskesmas,-7.95,114.15\n")
	wantCounts(t, again, 1, 0, 0, 1, 0, 0, 0)
}

// Of what lists say of a facility's operation the latest day holds, in whatever
// order they come in and though a list only repeats itself.
func TestLatestStatusHolds(t *testing.T) {
	type list struct{ source, day, status string }
	for name, tc := range map[string]struct {
		lists []list
		want  string
	}{
		"later list":                    {[]list{{"a", "2024-01-01", "buka"}, {"b", "2024-09-01", "tutup"}}, "CLOSED"},
		"older list comes last":         {[]list{{"b", "2024-09-01", "tutup"}, {"a", "2024-01-01", "buka"}}, "CLOSED"},
		"first list repeats itself":     {[]list{{"a", "2024-01-01", "buka"}, {"b", "2024-09-01", "tutup"}, {"a", "2025-01-01", "buka"}}, "OPEN"},
		"older than the repetition":     {[]list{{"a", "2024-01-01", "buka"}, {"a", "2025-01-01", "buka"}, {"b", "2024-09-01", "tutup"}}, "OPEN"},
		"no status wipes nothing out":   {[]list{{"a", "2024-01-01", "buka"}, {"b", "2024-09-01", ""}}, "OPEN"},
		"one day: the later import":     {[]list{{"a", "2024-01-01", "buka"}, {"b", "2024-01-01", "tutup"}}, "CLOSED"},
		"one day: the first list again": {[]list{{"a", "2024-01-01", "buka"}, {"b", "2024-01-01", "tutup"}, {"a", "2024-01-01", "buka"}}, "CLOSED"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFacilityLists(t)
			for _, x := range tc.lists {
				content := "nama,jenis,lat,lon,status\nPustu Melati,Pustu,-7.95,114.05," + x.status + "\n"
				l.load(x.source, x.day, content)
				before := state(t, l.store)
				if l.load(x.source, x.day, content); state(t, l.store) != before {
					t.Errorf("list %s of %s again changed something", x.source, x.day)
				}
			}
			l.want(`name, status`, "Pustu Melati "+tc.want)
		})
	}
}

// Another list may call the same facility another kind: what is stored stays.
func TestListsDisagreeOnKind(t *testing.T) {
	l := newFacilityLists(t)
	l.load("a", "2024-01-01", "kode_sdmk,nama,jenis,lat,lon\nP3510010201,Melati,Puskesmas,-7.95,114.05\n")
	res := l.load("b", "2024-02-01", "kode_sdmk,nama,jenis,lat,lon\nP3510010201,Melati,Pustu,-7.95,114.05\n")
	l.flagged(res, ingest.CodeKindChanged, 1)
	l.want(`name, kind`, "Melati PUSKESMAS")
}

// What a list declares about its area holds, whichever comes first: the list or the
// boundaries of the neighbour that a point strays into.
func TestStrayPointBeforeTheNeighboursBoundaries(t *testing.T) {
	const neighbour = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kode":"35.11.01.2001","nama":"Utara"},"geometry":{"type":"Polygon","coordinates":[[[114,-7.6],[114.2,-7.6],[114.2,-7.4],[114,-7.4],[114,-7.6]]]}}]}`
	const list = "nama,jenis,provinsi,lat,lon\nPustu A,Pustu,Jawa Timur,-7.95,114.05\nPustu Z,Pustu,Jawa Timur,-7.5,114.15\n"
	for name, within := range map[string]string{"within": "35.10", "of a provinsi": "", "of another provinsi": "elsewhere"} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			content := list
			if within == "elsewhere" {
				within, content = "", "nama,jenis,provinsi,lat,lon\nPustu A,Pustu,Jawa Timur,-7.95,114.05\nPustu Z,Pustu,Bali,-7.5,114.15\n"
			}
			placed := func(listFirst bool) string {
				l := newFacilityLists(t)
				loadList := func() ingest.Result {
					return must(t)(ingest.Facilities(ctx, l.StartLoad, ingest.FacilityOptions{
						Within:  gis.WilayahCode(within),
						Options: ingest.Options{Path: writeFile(t, "f.csv", content), SourceName: "a", Vintage: day},
					}))
				}
				if listFirst {
					loadList()
				}
				must(t)(ingest.Boundaries(ctx, l.StartLoad, ingest.BoundaryOptions{Options: ingest.Options{Path: writeFile(t, "n.geojson", neighbour)}}))
				if !listFirst {
					loadList()
				}
				got := ask[string](t, l.store, `select string_agg(concat_ws(' ', name, desa, kabupaten), ', ' order by name) from data.facility`)
				if again := loadList(); again.Changed != 0 {
					t.Errorf("list first %v: the same list again: %v", listFirst, counts(again))
				}
				return got
			}
			if first, last := placed(true), placed(false); first != last {
				t.Errorf("list first: %s; boundaries first: %s", first, last)
			}
		})
	}
}
