package ingest_test

import (
	"context"
	"testing"

	"jangkau/ingest"
	"jangkau/ingest/read"
)

func population(t testing.TB, s *store, o ingest.Options) ingest.Result {
	t.Helper()
	return must(t)(ingest.Population(context.Background(), s.StartLoad, ingest.PopulationOptions{Options: o}))
}

func TestPopulationOfBanyuwangi(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(realFile(t, "wilayah/desa_35.10.geojson")))
	o := ingest.PopulationOptions{Options: at(realFile(t, "banyuwangi/penduduk_desa_proxy.csv")), PeopleColumn: "pop_est_from_tps2024", Method: "TPS 2024"}
	load := func() ingest.Result {
		return must(t)(ingest.Population(context.Background(), s.StartLoad, o))
	}
	wantCounts(t, load(), 217, 217, 0, 0, 0, 0, 0)
	// Spread from the kabupaten's 1,791,789 people, each desa rounded.
	if n := ask[int](t, s, `select sum(people) from api.desa_people`); n < 1_791_789-217 || n > 1_791_789+217 {
		t.Errorf("%d people, want 1791789", n)
	}
	before := state(t, s)
	wantCounts(t, load(), 217, 0, 0, 217, 0, 0, 0)
	if state(t, s) != before {
		t.Error("the same file twice changed something")
	}
	// A year later the file is the same: a figure of that day, the older one stays.
	o.Vintage = day.AddDate(1, 0, 0)
	wantCounts(t, load(), 217, 217, 0, 0, 0, 0, 0)
	if n := ask[int](t, s, `select count(*) from data.population`); n != 434 {
		t.Errorf("%d figures, want 434", n)
	}
}

func TestPopulationRowsThatDoNotFit(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(writeFile(t, "d.json", collection(
		feature("35.23.01.2001", "Satu", square(112, -7, 0.01)), feature("35.23.01.2002", "Dua", square(112.01, -7, 0.01))))))
	o := at(writeFile(t, "p.csv", "kode,nama,penduduk\n35.23.01.2001,Satu,100\n35.23.01.2009,Hilang,50\n35.23.01,Kecamatan,500\n"))
	r := population(t, s, o)
	wantCounts(t, r, 3, 1, 0, 0, 2, 0, 0)
	unknown, level := issuesOf(r, ingest.CodeUnknownWilayah), issuesOf(r, ingest.CodeNotDesa)
	if len(unknown) != 1 || unknown[0].Line != 3 || unknown[0].Value != "35.23.01.2009" || len(level) != 1 || level[0].Line != 4 {
		t.Errorf("issues: %+v", r.Issues)
	}
	if n := ask[int](t, s, `select count(*) from data.import_issue where severity = 'REJECTED'`); n != 2 {
		t.Errorf("%d issues stored, want 2", n)
	}

	// Same source and day, another number; then the desa is gone from the file.
	o2 := at(writeFile(t, "p2.csv", "kode,nama,penduduk\n35.23.01.2001,Satu,101\n"))
	o2.SourceName = "p.csv"
	wantCounts(t, population(t, s, o2), 1, 0, 1, 0, 0, 0, 0)
	o3 := at(writeFile(t, "p3.csv", "kode,nama,penduduk\n35.23.01.2002,Dua,7\n"))
	o3.SourceName = "p.csv"
	wantCounts(t, population(t, s, o3), 1, 1, 0, 0, 0, 0, 1)
	o3.CloseMissing = true
	wantCounts(t, population(t, s, o3), 1, 0, 0, 1, 0, 0, 1)
	if got := ask[string](t, s, `select string_agg(desa || '=' || people, ' ') from data.population`); got != "35.23.01.2002=7" {
		t.Errorf("left: %s", got)
	}
}

func TestPopulationOfSettlements(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(writeFile(t, "d.json", collection(
		feature("35.23.01.2001", "Satu", square(112, -7, 0.01)), feature("35.23.01.2002", "Dua", square(112.01, -7, 0.01))))))
	path := writeFile(t, "s.csv", `kode,nama,lon,lat,penduduk
,Krajan,112.005,-6.995,40
35.23.01.2001,Timur,112.015,-6.995,30
35.23.01.2002,Tepi,112.015,-6.994,20
,Laut,112.5,-6.5,5
,Krajan,112.005,-6.995,40
`)
	r := population(t, s, at(path))
	wantCounts(t, r, 5, 4, 0, 0, 1, 2, 0)
	for code, line := range map[string]int{ingest.CodeOutsideDesa: 3, ingest.CodeNoDesaAtPoint: 5, read.CodeDuplicateRow: 6} {
		if found := issuesOf(r, code); len(found) != 1 || found[0].Line != line {
			t.Errorf("%s: %+v", code, found)
		}
	}
	// The declared desa counts, though the point lies next door.
	if got := ask[string](t, s, `select string_agg(name || '=' || coalesce(desa, '-'), ' ' order by id) from data.settlement`); got !=
		"Krajan=35.23.01.2001 Timur=35.23.01.2001 Tepi=35.23.01.2002 Laut=-" {
		t.Error(got)
	}
	before := state(t, s)
	wantCounts(t, population(t, s, at(path)), 5, 0, 0, 4, 1, 2, 0)
	if state(t, s) != before {
		t.Error("the same settlements twice changed something")
	}
}

func TestDemandPointsByPrecedence(t *testing.T) {
	s := newStore(t)
	boundaries(t, s, at(writeFile(t, "d.json", collection(
		feature("35.23.01.2001", "Satu", square(112, -7, 0.01)), feature("35.23.01.2002", "Dua", square(112.01, -7, 0.01)),
		feature("35.23.01.2003", "Tiga", square(112.02, -7, 0.01)), feature("35.23.01.2004", "Empat", square(112.03, -7, 0.01))))))
	population(t, s, at(writeFile(t, "p.csv", "kode,penduduk\n35.23.01.2001,100\n35.23.01.2002,200\n35.23.01.2003,300\n")))
	population(t, s, at(writeFile(t, "s.csv", "nama,lon,lat,penduduk\nKrajan,112.005,-6.995,40\nKosong,112.015,-6.995,0\n")))
	roads(t, s, ingest.RoadOptions{Options: at(writeFile(t, "r.json", collection(
		`{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[112.001,-6.991],[112.029,-6.991]]}}`)))})
	ask[int](t, s, `with x as (update data.wilayah set office = 'SRID=4326;POINT(112.011 -6.999)' where code = '35.23.01.2002' returning 1) select count(*) from x`)
	p, err := s.TravelLoader().Places(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, d := range p.Demand {
		got += string(d.Desa[12:]) + string(d.Origin) + " "
		if d.Landmass != 1 {
			t.Errorf("%s on landmass %d", d.Desa, d.Landmass)
		}
	}
	if want := "1SETTLEMENT 2OFFICE 3DENSEST_ROADS 4SURFACE "; got != want {
		t.Errorf("origins %s, want %s", got, want)
	}
	if p.Demand[0].People != 40 || p.Demand[1].People != 200 || len(p.Desa) != 4 || !p.Desa[2].HasPeople || p.Desa[3].HasPeople {
		t.Errorf("people: %+v %+v", p.Demand, p.Desa)
	}
}
