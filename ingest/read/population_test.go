package read

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestPopulationOfRealFiles(t *testing.T) {
	for _, tc := range []struct {
		file                    string
		rows, unknown, accepted int
		people                  int
	}{
		{"banyuwangi/penduduk_desa_proxy.csv", 217, 0, 217, 1791775},
		{"tuban/penduduk_desa_proxy.csv", 328, 0, 328, 1266388},
		// 544 desa have no estimate by polling stations: missing, not zero.
		{"nasional/penduduk_desa_proxy.csv.gz", 83762, 544, 83218, 284599439},
	} {
		rows, found, r, err := populations(t, data(t, tc.file), PopulationOptions{})
		if err != nil {
			t.Fatal(tc.file, err)
		}
		sums(t, r)
		people, unknown := 0, 0
		for _, p := range rows {
			people += p.People
			if p.Unknown {
				unknown++
			}
		}
		told := min(tc.unknown, maxNotes+1)
		if r.Rows != tc.rows || r.Rejected != 0 || r.Accepted != tc.accepted || unknown != tc.unknown || found.count(CodeMissingCount) != told || people != tc.people {
			t.Errorf("%s: %+v, %d people", tc.file, r, people)
		}
	}
	rows, _, _, err := populations(t, data(t, "tuban/penduduk_desa_proxy.csv"), PopulationOptions{PeopleColumn: "pop_est_from_voters2014"})
	if err != nil || rows[0].People != 1761 {
		t.Errorf("the column named was not read: %+v, %v", rows[0], err)
	}
	// Belitung Timur has figures of its own per kabupaten; the first line sums Indonesia.
	rows, _, r, err := populations(t, data(t, "nasional/penduduk_luas_kabupaten_2025.csv"), PopulationOptions{})
	if err != nil || r.Skipped != 1 || len(rows) != 552 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestPopulationRows(t *testing.T) {
	for name, tc := range map[string]struct {
		value    string
		issue    string
		severity Severity
		want     int // -1: rejected, -2: unknown
	}{
		"plain":             {"1234", "", "", 1234},
		"zero":              {"0", "", "", 0},
		"float of a sheet":  {"1234.0", "", "", 1234},
		"thousands, point":  {"1.234", CodeThousands, Note, 1234},
		"thousands, comma":  {`"1,234"`, CodeThousands, Note, 1234},
		"thousands, space":  {"1 234", CodeThousands, Note, 1234},
		"two separators":    {"1.234.567", CodeThousands, Note, 1234567},
		"negative":          {"-5", CodeBadCount, Rejected, -1},
		"words":             {"banyak", CodeBadCount, Rejected, -1},
		"ragged thousands":  {"1.23.456", CodeBadCount, Rejected, -1},
		"empty":             {"", CodeMissingCount, Note, -2},
		"dash":              {"-", CodeMissingCount, Note, -2},
		"too many":          {"99999999999", CodeBadCount, Rejected, -1},
		"a formula's error": {"#N/A", CodeBadCount, Rejected, -1},
		"infinite":          {"1e999", CodeBadCount, Rejected, -1},
	} {
		t.Run(name, func(t *testing.T) {
			content := "kode,nama,jumlah_penduduk\n35.10.01.2001,Sarongan," + tc.value + "\n35.10.01.2002,Pesanggaran,7\n"
			rows, found, r, err := populations(t, file(t, "p.csv", []byte(content)), PopulationOptions{})
			if err != nil {
				t.Fatal(err)
			}
			sums(t, r)
			if tc.want == -1 && len(rows) != 1 || tc.want >= 0 && (len(rows) != 2 || rows[0].People != tc.want || rows[0].Unknown) ||
				tc.want == -2 && (len(rows) != 2 || !rows[0].Unknown || r.Skipped != 1) {
				t.Errorf("read %+v, want %d", rows, tc.want)
			}
			if tc.issue == "" && len(found.all) > 0 || tc.issue != "" && (found.first(tc.issue).Severity != tc.severity || found.first(tc.issue).Line != 2) {
				t.Errorf("issues %s", found)
			}
		})
	}
}

// A column with fractions is one of modelled people: there 12.345 is a fraction too.
func TestPopulationFractions(t *testing.T) {
	content := "lon,lat,people,nama\n114.1,-8.2,12.345,a\n114.2,-8.2,3.27,b\n114.3,-8.2,40,c\n"
	rows, found, r, err := populations(t, file(t, "p.csv", []byte(content)), PopulationOptions{})
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	sums(t, r)
	if rows[0].People != 12 || rows[1].People != 3 || rows[2].People != 40 || found.first(CodeThousands).Severity != Suspicious {
		t.Errorf("%+v %s", rows, found)
	}
}

func TestSettlements(t *testing.T) {
	content := "kode;nama;lon;lat;penduduk\n" +
		"35.10.01.2001;Dusun A;114,05;-8,51;250\n" +
		"35.10.01.2001;Dusun B;114,06;-8,52;300\n" + // a second point of the desa
		";Dusun C;114,07;-8,53;10\n" + // no code: its point tells
		"35.10.01.2001;;;;550\n" + // the desa itself
		"35.10.01.2001;;;;550\n" + // and again
		";Dusun D;-8,53;114,07;10\n" + // swapped
		";Dusun E;0;0;10\n" +
		";;;;\n" +
		";Dusun F;;;10\n" + // neither code nor point
		"JUMLAH;;;;1110\n"
	rows, found, r, err := populations(t, file(t, "p.csv", []byte(content)), PopulationOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 3 || r.Rejected != 5 || r.Skipped != 1 || r.Rows != 9 {
		t.Errorf("%d rows, %+v, %s", len(rows), r, found)
	}
	if *rows[0].Lon != 114.05 || rows[2].Code != "" || found.first(CodeLatLonSwapped).Line != 7 || found.first(CodeZeroCoordinate).Line != 8 || found.first(CodeMissingCode).Line != 10 {
		t.Errorf("%+v %s", rows, found)
	}
}

// A desa may be called Total: only a row without a code sums others.
func TestPopulationKeepsADesaCalledTotal(t *testing.T) {
	rows, _, r, err := populations(t, file(t, "p.csv", []byte("kode,nama,people\n35.10.01.2001,Total,5\n,Total,5\n")), PopulationOptions{})
	if err != nil || len(rows) != 1 || r.Skipped != 1 {
		t.Error(rows, r, err)
	}
}

func TestPopulationWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Kode Desa", "Nama Desa", "Jumlah Penduduk"}, {3510012001, "Sarongan", 6648}, {"35.10.01.2002", "Pesanggaran", "16.445"}, {35.1, "x", 1}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := file(t, "p.xlsx", nil)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	rows, found, r, err := populations(t, path, PopulationOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	if len(rows) != 2 || rows[0].People != 6648 || rows[1].People != 16445 || found.first(CodeNumericCode).Line != 4 {
		t.Errorf("%+v %s", rows, found)
	}
}

func TestPopulationFilesRefused(t *testing.T) {
	whole, err := os.ReadFile(data(t, "nasional/penduduk_desa_proxy.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = populations(t, file(t, "p.csv.gz", whole[:len(whole)/2]), PopulationOptions{})
	wantInvalid(t, err, "cut short")
	_, _, _, err = populations(t, file(t, "p.csv", []byte("kode,nama\n35.10,x\n")), PopulationOptions{})
	wantInvalid(t, err, "people")
	_, _, _, err = populations(t, file(t, "p.csv", []byte("kode,x\n35.10,5\n")), PopulationOptions{PeopleColumn: "warga"})
	wantInvalid(t, err, "warga")
	_, _, _, err = populations(t, file(t, "p.csv", []byte("kode,people\n35.10.01.2001,\n35.10.01.2002,-\n")), PopulationOptions{})
	wantInvalid(t, err, "empty on all 2 rows")
	_, _, _, err = populations(t, file(t, "p.csv", []byte("kode,people\n35.10,5\n35.1")), PopulationOptions{})
	wantInvalid(t, err, "line 3")
}

// Notes about each of a hundred thousand rows would bury what matters.
func TestNotesAreCounted(t *testing.T) {
	var b strings.Builder
	b.WriteString("kode,people\n")
	for i := range 50 {
		fmt.Fprintf(&b, "35100120%02d,5\n", i+10)
	}
	rows, found, _, err := populations(t, file(t, "p.csv", []byte(b.String())), PopulationOptions{})
	if err != nil || len(rows) != 50 || found.count(CodeCodeNormalised) != maxNotes+1 {
		t.Fatal(len(rows), err, found)
	}
	if last := found.all[len(found.all)-1]; !strings.Contains(last.Reason.EN, "30 further rows") {
		t.Errorf("%+v", last)
	}
}
