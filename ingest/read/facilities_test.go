package read

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"jangkau/gis"
)

// withoutAnswers copies a trial file without the columns that were added to it
// for checking: a reader that profits from them proves nothing.
func withoutAnswers(t testing.TB, name string, answers ...string) (string, [][]string) {
	t.Helper()
	f, err := os.Open(data(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := slices.Clone(rows[0])
	var out strings.Builder
	w := csv.NewWriter(&out)
	for i, row := range rows {
		var kept []string
		for k, v := range row {
			if !slices.Contains(answers, header[k]) && !strings.HasPrefix(header[k], "verified_") {
				kept = append(kept, v)
			}
		}
		rows[i] = kept
		if err := w.Write(kept); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return file(t, "faskes.csv", []byte(out.String())), rows
}

func kinds(rows []Facility) map[gis.FacilityKind]int {
	n := map[gis.FacilityKind]int{}
	for _, f := range rows {
		n[f.Kind]++
	}
	return n
}

func TestFacilitiesAcehBaratDaya(t *testing.T) {
	path, _ := withoutAnswers(t, "aceh-barat-daya/faskes_osm.csv", "kelas_by_name", "desa_kode", "desa_nama")
	rows, found, r, err := facilities(t, path, FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	n := kinds(rows)
	if len(rows) != 67 || n[gis.KindPustu] != 25 || n[gis.KindPuskesmas] != 14 || n[gis.KindPolindes] != 8 || n[gis.KindPosyandu] != 6 || n[gis.KindRS] != 4 {
		t.Errorf("%d rows of kinds %v", len(rows), n)
	}
	guessed := 0
	for _, f := range rows {
		if f.KindFrom == KindFromColumn || f.KindFrom == KindFromBoth {
			t.Errorf("%s took its kind from tipe_osm", f.Name)
		}
		if f.KindRaw == "" || len(f.Identifiers) != 1 || f.Identifiers[0].System != "osm" || f.Lon == nil {
			t.Errorf("%+v", f)
		}
		switch {
		case f.Name == "Pusptu pante pirak":
			if f.Kind != gis.KindLain || f.KindGuess != gis.KindPustu {
				t.Errorf("the slip was read as %s, guess %s", f.Kind, f.KindGuess)
			}
			guessed++
		case strings.EqualFold(f.Name, "puskesdes"):
			if f.Kind != gis.KindLain || f.KindGuess != gis.KindPoskesdes {
				t.Errorf("%s was read as %s, guess %s", f.Name, f.Kind, f.KindGuess)
			}
			guessed++
		case strings.HasPrefix(f.Name, "TK Melati"):
			if f.Kind != gis.KindLain || !f.Former {
				t.Errorf("a kindergarten in a former puskesmas was read as %s", f.Kind)
			}
		}
	}
	if guessed != 4 || found.count(CodeKindSlip) != 6 || found.count(CodeKindFormer) != 1 || found.count(CodeNameIsKind) != 28 {
		t.Errorf("guessed %d, issues %s", guessed, found)
	}
}

func TestFacilitiesNational(t *testing.T) {
	path, _ := withoutAnswers(t, "nasional/faskes_bppsdmk_2019.csv")
	rows, found, r, err := facilities(t, path, FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	n := kinds(rows)
	if n[gis.KindPuskesmas] != 9061 || n[gis.KindRS] != 1221 || n[gis.KindLain] != 2 || len(rows) != 10284 {
		t.Errorf("%d rows of kinds %v", len(rows), n)
	}
	// BINUANG's longitude lacks its decimal point, and nothing else is wrong.
	bad := found.first(CodeBadCoordinate)
	if found.count(CodeBadCoordinate) != 1 || !strings.Contains(bad.Value, "119415581.0") || bad.Severity != Suspicious || bad.Line != 9453 {
		t.Errorf("%+v", bad)
	}
	without, sdmk, kecamatan := 0, 0, 0
	for _, f := range rows {
		if f.Lon == nil {
			without++
			if f.Name != "BINUANG" || f.KecamatanName != "Binuang" {
				t.Errorf("%+v lost its point", f)
			}
		}
		if f.Identifiers[0].System == "kemenkes_sdmk" {
			sdmk++
		}
		if f.KecamatanDerived {
			kecamatan++
		}
	}
	if without != 1 || sdmk < 10282 || kecamatan < 8700 {
		t.Errorf("%d without a point, %d with an SDMK code, %d kecamatan out of addresses", without, sdmk, kecamatan)
	}
}

func TestFacilitiesBanyuwangiBPJS(t *testing.T) {
	path, _ := withoutAnswers(t, "banyuwangi/faskes_bpjs_2019.csv")
	rows, found, r, err := facilities(t, path, FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	n := kinds(rows)
	// A hospital's own pharmacy (IFRS RSUD …) is a pharmacy.
	if n[gis.KindPuskesmas] != 45 || n[gis.KindRS] != 11 || n[gis.KindKlinikPratama] != 23 || n[gis.KindApotek] != 21 {
		t.Errorf("kinds %v", n)
	}
	for _, f := range rows {
		if f.Identifiers[0].System != "bpjs" || f.KabupatenName != "Kab. Banyuwangi" || f.ProvinsiName != "Jawa Timur" {
			t.Errorf("%+v", f)
		}
	}
	if found.count(CodeNoCoordinate) != 10 {
		t.Errorf("issues %s", found)
	}
}

func TestFacilitiesGeoJSON(t *testing.T) {
	rows, _, r, err := facilities(t, data(t, "banyuwangi/service_area/faskes_20.geojson"), FacilityOptions{})
	if err != nil || len(rows) != 20 || rows[0].Name != "Puskesmas Tegalsari" || *rows[0].Lon != 114.1371448999721 || r.Format != "GEOJSON" {
		t.Fatal(len(rows), r, err)
	}
	// The properties latitude and longitude are rounded: the geometry counts.
	rows, _, _, err = facilities(t, data(t, "trenggalek/hospitals_4.geojson"), FacilityOptions{})
	if err != nil || len(rows) != 4 || *rows[0].Lon != 111.704187717 || *rows[0].Lat != -8.058544343 {
		t.Fatal(rows, err)
	}
}

// The same list in other wrappings reads the same.
func TestFacilitiesOtherWrappings(t *testing.T) {
	path, table := withoutAnswers(t, "banyuwangi/faskes_bppsdmk_2019.csv")
	want, _, _, err := facilities(t, path, FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	table[1][5] = "Jl. Soekarno–Hatta é" // what only 1252 spells in one byte each
	var semicolons strings.Builder
	for _, row := range table {
		for i, v := range row {
			if strings.ContainsAny(v, `;"`) {
				v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
			}
			if i > 0 {
				semicolons.WriteByte(';')
			}
			semicolons.WriteString(v)
		}
		semicolons.WriteString("\r\n")
	}
	text := semicolons.String()
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ";", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		content  string
		encoding string
	}{
		"semicolons":         {text, "UTF-8"},
		"byte order mark":    {"\xef\xbb\xbf" + text, "UTF-8"},
		"1252":               {latin, "WINDOWS-1252"},
		"1252 under a BOM":   {"\xef\xbb\xbf" + latin, "WINDOWS-1252"},
		"UTF-16 and tabs":    {utf16, "UTF-16"},
		"Excel's sep line":   {"sep=;\r\n" + text, "UTF-8"},
		"titles above":       {"DAFTAR FASILITAS KESEHATAN;;;\r\nKabupaten Banyuwangi\r\n\r\n" + text, "UTF-8"},
		"decimal commas":     {strings.NewReplacer(";-8.", ";-8,", ";114.", ";114,").Replace(text), "UTF-8"},
		"empty rows between": {strings.ReplaceAll(text, "\r\n", "\r\n;;;;;;;;\r\n"), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got, found, r, err := facilities(t, file(t, "f.csv", []byte(tc.content)), FacilityOptions{})
			if err != nil {
				t.Fatal(err)
			}
			sums(t, r)
			if len(got) != len(want) || r.Encoding != tc.encoding || (found.count(CodeEncoding) == 1) != (tc.encoding == "WINDOWS-1252") {
				t.Fatalf("%d facilities, want %d; %+v; %s", len(got), len(want), r, found)
			}
			if got[0].Address != "Jl. Soekarno–Hatta é" {
				t.Errorf("the address reads %q", got[0].Address)
			}
			for i := range want {
				if got[i].Name != want[i].Name || *got[i].Lon != *want[i].Lon || *got[i].Lat != *want[i].Lat || got[i].Kind != want[i].Kind {
					t.Errorf("%+v, want %+v", got[i], want[i])
				}
			}
		})
	}
}

func TestFacilitiesWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	set := func(sheet, cell string, v any) {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	merge := func(a, b string) {
		if err := f.MergeCell("Faskes", a, b); err != nil {
			t.Fatal(err)
		}
	}
	set("Sheet1", "A1", "Catatan: lembar ini bukan tabel")
	if _, err := f.NewSheet("Faskes"); err != nil {
		t.Fatal(err)
	}
	set("Faskes", "A1", "DAFTAR PUSTU KABUPATEN BANYUWANGI")
	merge("A1", "H1")
	for i, h := range []string{"No", "Nama Faskes", "Kode Desa", "Koordinat", "", "Rawat Inap", "Tanggal Dibuka", "Kecamatan"} {
		set("Faskes", fmt.Sprintf("%c3", 'A'+i), h)
	}
	merge("D3", "E3")
	set("Faskes", "D4", "Lintang")
	set("Faskes", "E4", "Bujur")
	for _, c := range "ABCFGH" {
		merge(fmt.Sprintf("%c3", c), fmt.Sprintf("%c4", c))
	}
	rows := [][]any{
		{1, "Pustu Sarongan", 3510012001, -8.5, 114.0, "Tidak", 45000, "Pesanggaran"},
		{2, "Pustu Kandangan", "35.10.01.2009", "-8,55", "114,05", "Ya", "17/05/2020", ""},
		{3, "Pustu Hilang", 35.1, nil, nil, "mungkin", "31/06/2020", ""},
	}
	for i, row := range rows {
		for k, v := range row {
			if v != nil {
				set("Faskes", fmt.Sprintf("%c%d", 'A'+k, 5+i), v)
			}
		}
	}
	merge("H5", "H7") // one kecamatan over three rows
	path := file(t, "f.xlsx", nil)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	got, found, r, err := facilities(t, path, FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(got) != 3 || r.Format != "XLSX" || got[0].Line != 5 {
		t.Fatalf("%+v %+v", got, r)
	}
	a, b, c := got[0], got[1], got[2]
	if a.DesaCode != "35.10.01.2001" || *a.Lat != -8.5 || *a.Lon != 114 || *a.RawatInap || a.Opened.Format("2006-01-02") != "2023-03-15" {
		t.Errorf("%+v", a)
	}
	if b.DesaCode != "35.10.01.2009" || *b.Lat != -8.55 || !*b.RawatInap || b.Opened.Format("2006-01-02") != "2020-05-17" || b.KecamatanName != "Pesanggaran" {
		t.Errorf("%+v", b)
	}
	if c.DesaCode != "" || c.Lon != nil || c.RawatInap != nil || c.Opened != nil || c.KecamatanName != "Pesanggaran" {
		t.Errorf("%+v", c)
	}
	for _, code := range []string{CodeNumericCode, CodeNoCoordinate, CodeBadFlag, CodeBadDate} {
		if i := found.first(code); i.Line != 7 {
			t.Errorf("%s stands at row %d, want 7", code, i.Line)
		}
	}
	if _, _, _, err := facilities(t, path, FacilityOptions{Options: Options{Sheet: "Sheet2"}}); err == nil || !strings.Contains(err.Error(), "Faskes") {
		t.Errorf("an unknown sheet: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := 10; cut < len(whole); cut += len(whole) / 12 {
		_, _, _, err := facilities(t, file(t, "f.xlsx", whole[:cut]), FacilityOptions{})
		wantInvalid(t, err, "")
	}
}

func TestFacilityRows(t *testing.T) {
	const header = "kode,nama,jenis,lat,lon,alamat,status\n"
	for name, tc := range map[string]struct {
		row   string
		issue string
		check func(Facility) bool
	}{
		"swapped":           {"1,Pustu A,Pustu,114.2,-8.3,,", CodeLatLonSwapped, func(f Facility) bool { return f.Swapped && *f.Lon == -8.3 && *f.Lat == 114.2 }},
		"zero":              {"1,Pustu A,Pustu,0,0,,", CodeZeroCoordinate, func(f Facility) bool { return f.Lon == nil }},
		"zero with point":   {"1,Pustu A,Pustu,0.0,0.000,,", CodeZeroCoordinate, func(f Facility) bool { return f.Lon == nil }},
		"words":             {"1,Pustu A,Pustu,8 LS,114 BT,,", CodeBadCoordinate, func(f Facility) bool { return f.Lon == nil }},
		"half":              {"1,Pustu A,Pustu,-8.3,,,", CodeBadCoordinate, func(f Facility) bool { return f.Lon == nil }},
		"abroad":            {"1,Pustu A,Pustu,47.1,9.5,,", CodeOutsideIndonesia, func(f Facility) bool { return *f.Lon == 9.5 && !f.Swapped }},
		"quoted comma":      {`1,Pustu A,Pustu,"-8,3","114,25",,`, "", func(f Facility) bool { return *f.Lat == -8.3 && *f.Lon == 114.25 }},
		"slip with column":  {"1,Pusptu A,Rumah Sakit,-8.3,114.2,,", CodeKindSlip, func(f Facility) bool { return f.Kind == gis.KindRS && f.KindGuess == gis.KindPustu }},
		"slip settled":      {"1,Pusptu A,PUSTU,-8.3,114.2,,", "", func(f Facility) bool { return f.Kind == gis.KindPustu && f.KindGuess == "" }},
		"conflict":          {"1,Pustu A,Puskesmas,-8.3,114.2,,", CodeKindConflict, func(f Facility) bool { return f.Kind == gis.KindPustu && f.KindFrom == KindFromName }},
		"klinik utama":      {"1,Klinik A,Klinik Utama,-8.3,114.2,,", "", func(f Facility) bool { return f.Kind == gis.KindKlinikUtama && f.KindFrom == KindFromBoth }},
		"own constant":      {"1,Melati,PRAKTIK_MANDIRI,-8.3,114.2,,", "", func(f Facility) bool { return f.Kind == gis.KindPraktikMandiri && f.KindFrom == KindFromColumn }},
		"unknown kind":      {"1,Melati,Toko,-8.3,114.2,,", CodeKindUnknown, func(f Facility) bool { return f.Kind == gis.KindLain && f.KindFrom == KindFromNone }},
		"inpatient":         {"1,Sobo,Puskesmas Rawat Inap,-8.3,114.2,,", "", func(f Facility) bool { return f.RawatInap != nil && *f.RawatInap }},
		"outpatient":        {"1,Sobo,Puskesmas Non Rawat Inap,-8.3,114.2,,", "", func(f Facility) bool { return f.RawatInap != nil && !*f.RawatInap }},
		"former":            {"1,Eks Pustu A,Pustu,-8.3,114.2,,", CodeKindFormer, func(f Facility) bool { return f.Kind == gis.KindLain && f.Former }},
		"kind as name":      {"1,PUSTU,Pustu,-8.3,114.2,,", CodeNameIsKind, func(f Facility) bool { return f.Kind == gis.KindPustu }},
		"no name":           {"1,,Pustu,-8.3,114.2,,", CodeMissingName, func(f Facility) bool { return f.Name == "" }},
		"kecamatan":         {`1,Pustu A,Pustu,-8.3,114.2,"Jl. Raya 4, Kec.Bangorejo Kab. Banyuwangi",`, "", func(f Facility) bool { return f.KecamatanName == "Bangorejo" && f.KecamatanDerived }},
		"kecamatan in full": {`1,Pustu A,Pustu,-8.3,114.2,Kecamatan Kota Sumenep 12,`, "", func(f Facility) bool { return f.KecamatanName == "Kota Sumenep" }},
		"no kecamatan":      {`1,Pustu A,Pustu,-8.3,114.2,Jl. Kecapi 3,`, "", func(f Facility) bool { return f.KecamatanName == "" }},
	} {
		t.Run(name, func(t *testing.T) {
			rows, found, r, err := facilities(t, file(t, "f.csv", []byte(header+tc.row+"\n")), FacilityOptions{IDSystem: "dinkes"})
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err, found)
			}
			sums(t, r)
			if !tc.check(rows[0]) {
				t.Errorf("%+v", rows[0])
			}
			if rows[0].Identifiers[0] != (Identifier{"dinkes", "1"}) {
				t.Errorf("identifiers %v", rows[0].Identifiers)
			}
			if tc.issue == "" && len(found.all) > 0 || tc.issue != "" && found.first(tc.issue).Line != 2 {
				t.Errorf("issues %s, want %q at line 2", found, tc.issue)
			}
		})
	}
}

func TestFacilityRowsRefused(t *testing.T) {
	content := "kode,nama,lat,lon,wilayah_kerja\n" +
		"P1,Pustu A,-8.3,114.2,Kebaman; Bubuk\n" +
		"P1,Pustu B,-8.3,114.2,\n" + // the code again
		",,-8.3,114.2,x\n" + // nothing to call it by
		"P3,Pustu C, Bawah,-8.3,114.2,\n" + // a comma unquoted
		"P4,Pustu D\n" + // too short
		"P5,\"Pustu\" E,-8.3,114.2,\n" + // broken quotes
		",JUMLAH,,,\n" +
		"P6,Pustu F,-8.3,114.2,\"Kebaman, Bubuk\"\n"
	rows, found, r, err := facilities(t, file(t, "f.csv", []byte(content)), FacilityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 2 || r.Rejected != 5 || r.Skipped != 1 || found.count(CodeRowShape) != 3 || found.first(CodeDuplicateID).Line != 3 || found.first(CodeMissingName).Line != 4 {
		t.Errorf("%d rows, %+v, %s", len(rows), r, found)
	}
	for _, f := range rows {
		if !slices.Equal(f.ServiceArea, []string{"Kebaman", "Bubuk"}) {
			t.Errorf("service area %q", f.ServiceArea)
		}
	}
}

func TestFacilityFilesRefused(t *testing.T) {
	for name, tc := range map[string]struct{ content, says string }{
		"no header":        {"a,b\n1,2\n", "a | b"},
		"header only":      {"nama,lat,lon\n", "no facility"},
		"cut in a row":     {"nama,lat,lon\nPustu A,-8.3,114.2\nPustu B,-8", "line 3"},
		"cut in a quote":   {"nama,lat,lon\nPustu A,-8.3,114.2\n\"Pustu B,-8.3,114.2\n", "never closed"},
		"binary":           {"nama,lat\x00lon\n", "not text"},
		"a polygon layer":  {`{"type":"FeatureCollection","features":[`, "cut short"},
		"no columns known": {collection(`{"type":"Feature","properties":{"x1":1},"geometry":null}`), "No header row"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := facilities(t, file(t, "f.csv", []byte(tc.content)), FacilityOptions{})
			wantInvalid(t, err, tc.says)
		})
	}
	_, _, _, err := facilities(t, file(t, "f.csv", []byte("nama\nPustu\n")), FacilityOptions{Options: Options{Columns: map[string]string{"nam": "nama"}}})
	wantInvalid(t, err, `"nam"`)
	_, _, _, err = facilities(t, file(t, "f.csv", []byte("nama\nPustu\n")), FacilityOptions{Options: Options{Columns: map[string]string{FieldLon: "bjr"}}})
	wantInvalid(t, err, "bjr")
}
