package publish_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/gis/workforce"
)

// export reads a CSV, its header first.
func (w *world) export(path string) [][]string {
	w.t.Helper()
	a := w.get("/export/" + path)
	body, marked := bytes.CutPrefix(a.body, []byte("\ufeff"))
	if a.status != http.StatusOK || !marked {
		w.t.Fatalf("%s: %d %.300s", path, a.status, a.body)
	}
	r := csv.NewReader(bytes.NewReader(body))
	if strings.Contains(path, "semicolon") {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func columnOf(rows [][]string, name string) (out []string) {
	i := slices.Index(rows[0], name)
	for _, r := range rows[1:] {
		out = append(out, r[i])
	}
	return out
}

// A list taken away is the list that GraphQL answers from, filter by filter.
func TestExportsAgainstLists(t *testing.T) {
	w := newWorld(t, village)
	s := w.db.NewSession(db.Caller{})
	defer s.Close(context.Background())
	for _, rule := range gis.PustuRules {
		for _, units := range []gis.WilayahUnits{gis.OnlyDesa, gis.OnlyKelurahan, gis.DesaAndKelurahan} {
			for _, asOf := range []gis.Date{"2026-11-21", "2025-01-01"} {
				l, err := s.DesaGaps(context.Background(), gis.GapQuestion{
					Area: gis.Area{Within: "35.10"}, Rule: rule, Units: units, Status: []gis.GapStatus{gis.Lacks}, AsOf: asOf,
					Order: []gis.GapOrder{{Order: gis.Order{Key: "CODE", Direction: gis.Ascending}}},
				}, gis.Page{First: 1000})
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				for _, r := range l.Rows {
					people := ""
					if r.Row.Desa.OwnPeople != nil {
						people = fmt.Sprint(*r.Row.Desa.OwnPeople)
					}
					want = append(want, fmt.Sprint(r.Row.Desa.Code, people, r.Row.Building, r.Row.Equivalent, r.Row.Served, r.Row.Functional, r.Row.HostsPuskesmas))
				}
				rows := w.export(fmt.Sprintf("desa-tanpa-pustu.csv?within=35.10&rule=%s&units=%s&asOf=%s", rule, units, asOf))
				var got []string
				for i := range rows[1:] {
					line := ""
					for _, name := range []string{"code", "people", "building", "equivalent", "served", "functional", "hostsPuskesmas"} {
						line += columnOf(rows, name)[i]
					}
					got = append(got, line)
				}
				for i := range want {
					want[i] = strings.ReplaceAll(want[i], " ", "")
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s %s %s:\n%v\nwant\n%v", rule, units, asOf, got, want)
				}
			}
		}
	}
	standards, err := s.Standards(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := workforce.NewRules(standards, gis.ByStandard, nil, "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	gaps, err := s.WorkforceGaps(context.Background(), gis.WorkforceQuestion{
		Area: gis.Area{Within: "35.10"}, AsOf: "2026-11-21", Group: []gis.WorkforceGroup{gis.ByFacility, gis.ByProfession}, Need: rules.Standard("35.10"),
	}, gis.Page{First: 1000})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for _, r := range gaps.Rows {
		required := ""
		if r.Row.Required != nil {
			required = fmt.Sprint(*r.Row.Required)
		}
		want[fmt.Sprintf("%d %s %g %g %s", *r.Row.FacilityID, r.Row.Profession.Code, r.Row.AvailableAsn, r.Row.AvailableAll, required)]++
	}
	rows, got := w.export("workforce-gaps.csv?within=35.10"), map[string]int{}
	for i := range rows[1:] {
		got[strings.Join([]string{columnOf(rows, "facilityId")[i], columnOf(rows, "professionCode")[i], columnOf(rows, "availableAsn")[i], columnOf(rows, "availableAll")[i], columnOf(rows, "required")[i]}, " ")]++
	}
	if len(want) < 2 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := columnOf(w.export("facilities.csv?kind=PUSTU"), "kind"); len(got) != 4 {
		t.Error(got)
	}
}

// Every format holds the same rows.
func TestFormatsHoldTheSame(t *testing.T) {
	w := newWorld(t, village)
	const query = "?within=35.10&rule=SERVED&status=HAS,LACKS,UNKNOWN"
	rows := w.export("desa-tanpa-pustu.csv" + query)
	if len(rows) != 14 {
		t.Fatal(len(rows))
	}
	for i, semicolon := range w.export("desa-tanpa-pustu.csv" + query + "&separator=semicolon") {
		for j, v := range semicolon {
			if name := rows[0][j]; i > 0 && name == "areaKm2" {
				v = strings.Replace(v, ",", ".", 1)
			}
			if v != rows[i][j] {
				t.Errorf("%d %s: %s, want %s", i, rows[0][j], v, rows[i][j])
			}
		}
	}
	// GeoJSON.
	features := decode[collection](t, w.get("/export/desa-tanpa-pustu.geojson"+query)).Features
	for i, f := range features {
		for j, name := range rows[0] {
			v := ""
			if f.Properties[name] != nil {
				v = fmt.Sprint(f.Properties[name])
			}
			if v != strings.TrimPrefix(rows[i+1][j], "'") {
				t.Errorf("%v %s: %s, want %s", f.ID, name, v, rows[i+1][j])
			}
		}
	}
	if len(features) != 13 {
		t.Errorf("%d features", len(features))
	}
	// XLSX.
	book, err := excelize.OpenReader(bytes.NewReader(w.get("/export/desa-tanpa-pustu.xlsx" + query).body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet, err := book.GetRows("Data", excelize.Options{RawCellValue: true})
	if err != nil || len(sheet) != len(rows) {
		t.Fatal(err, len(sheet))
	}
	for i, r := range sheet {
		for j, name := range rows[0] {
			v, want := "", strings.TrimPrefix(rows[i][j], "'")
			if j < len(r) {
				v = r[j]
			}
			switch {
			case i == 0:
			case name == "peopleAsOf" || name == "registerAsOf":
				// A day is a number with a format: 1 January 2024 is the 45,292nd.
				if serial, ok := map[string]string{"2024-01-01": "45292", "2024-05-20": "45432"}[want]; ok {
					want = serial
				}
			case name == "isKelurahan" || name == "hostsPuskesmas":
				want = map[string]string{"true": "1", "false": "0"}[want]
			}
			if v != want {
				t.Errorf("row %d, %s: %q, want %q", i, name, v, want)
			}
		}
	}
	if typ, err := book.GetCellType("Data", "A2"); err != nil || typ == excelize.CellTypeNumber {
		t.Errorf("a code is %v, %v", typ, err)
	}
	if p, err := book.GetPanes("Data"); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("%+v %v", p, err)
	}
	facts, err := book.GetRows("Sumber")
	if text := fmt.Sprint(facts); err != nil || !strings.Contains(text, "PERAGAAN (rekaan): Faskes") || !strings.Contains(text, "?rule SERVED") || !strings.Contains(text, "[people Penduduk") {
		t.Errorf("%v %v", err, text)
	}
}

// Nothing that somebody wrote into a list becomes a formula.
func TestNoFormulas(t *testing.T) {
	w := newWorld(t, village)
	for i, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", `="x"&"y"`, "a=1"} {
		w.exec(`update data.wilayah set name = $1 where code = $2`, name, fmt.Sprintf("35.10.01.20%02d", []int{0, 1, 2, 4, 5}[i%5]))
		rows := w.export("desa.csv?within=35.10.01")
		names := columnOf(rows, "name")
		if strings.ContainsAny(name[:1], "=+-@\t\r") {
			if !slices.Contains(names, "'"+strings.ReplaceAll(name, "\r", "\r")) {
				t.Errorf("%q: %q", name, names)
			}
		} else if !slices.Contains(names, name) {
			t.Errorf("%q: %q", name, names)
		}
		book, err := excelize.OpenReader(bytes.NewReader(w.get("/export/desa.xlsx?within=35.10.01").body))
		if err != nil {
			t.Fatal(err)
		}
		for row := range 7 {
			if f, err := book.GetCellFormula("Data", "B"+strconv.Itoa(row+1)); err != nil || f != "" {
				t.Errorf("%q is the formula %q, %v", name, f, err)
			}
		}
		_ = book.Close()
	}
}

func TestGeoPackage(t *testing.T) {
	w := newWorld(t, village)
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, w.get("/export/desa.gpkg?within=35.10").body, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var application, version, n, shapes, sources int
	var head string
	var west, south, east, north float64
	err = d.QueryRow(`select (select * from pragma_application_id), (select * from pragma_user_version), (select count(*) from desa), (select count(geom) from desa),
		(select hex(substr(geom, 1, 8)) from desa where code = '35.10.01.2000'), (select count(*) from sumber where isi like '%Batas%'), min_x, min_y, max_x, max_y
		from gpkg_contents c join gpkg_geometry_columns g using (table_name) where table_name = 'desa' and data_type = 'features' and geometry_type_name = 'MULTIPOLYGON'`).
		Scan(&application, &version, &n, &shapes, &head, &sources, &west, &south, &east, &north)
	if err != nil || application != 0x47504B47 || version != 10300 || n != 13 || shapes != 12 || sources != 1 || head != "47500003E6100000" {
		t.Errorf("%v: %x %d, %d rows, %d shapes, %d sources, head %s", err, application, version, n, shapes, sources, head)
	}
	if west != 114 || south != -8.51 || east < 114.11999 || north != -8.5 {
		t.Error(west, south, east, north)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "jangkau-export-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A saved query says when nothing has changed.
func TestExportUnchanged(t *testing.T) {
	w := newWorld(t, village)
	const path = "/export/desa.csv?within=35.10"
	tag := w.get(path).header.Get("ETag")
	if a := w.get(path, "If-None-Match", tag); a.status != http.StatusNotModified || len(a.body) != 0 {
		t.Errorf("%d", a.status)
	}
	w.exec(`update data.wilayah set name = 'Baru' where code = '35.10.01.2001'`)
	if a := w.get(path, "If-None-Match", tag); a.status != http.StatusOK || !bytes.Contains(a.body, []byte("Baru")) {
		t.Errorf("%d", a.status)
	}
	if a := w.get(path); !strings.Contains(a.header.Get("Content-Disposition"), `"desa_35.10_2026-11-21.csv"`) {
		t.Error(a.header)
	}
}

func TestExportRefuses(t *testing.T) {
	w := newWorld(t, village)
	for path, want := range map[string]int{
		"desa.pdf": 404, "kampung.csv": 404, "desa": 404, "workforce-gaps.gpkg?within=35.10": 404, "a/b": 404, "workforce-gaps.csv": 400, "travel.csv": 400,
		"desa.csv?separator=tab": 400, "desa.xlsx?separator=comma": 400, "desa.csv?within=99.99": 404, "desa.csv?within=x": 400, "desa.csv?since=x": 400,
		"desa.csv?filter=name%3D": 400, "workforce-gaps.csv?within=35.10&bbox=1,1,2,2": 400, "desa.csv?limit=3": 400, "workforce-gaps.csv?within=35.10&filter=S_WITHIN(geometry,POINT(1%201))": 400,
	} {
		a := w.get("/export/"+path, "Accept-Language", "en")
		if p := decode[struct{ Status int }](t, a); a.status != want || p.Status != want || a.header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d, want %d: %s", path, a.status, want, a.body)
		}
	}
	if lists := decode[struct{ Lists []struct{ Files []string } }](t, w.get("/export")).Lists; len(lists) != 6 || len(lists[0].Files) != 4 || len(lists[4].Files) != 2 {
		t.Error(lists)
	}
}
