package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The nine professions of health workers that a puskesmas needs.
var nineProfessions = []string{"DOKTER", "DOKTER_GIGI", "PERAWAT", "BIDAN", "KESMAS", "KESLING", "ATLM", "GIZI", "KEFARMASIAN"}

// Belitung Timur's printed tables, its seven puskesmas taken as perdesaan and
// without rawat inap. By hand from the tables, 2023: Manggar and Renggiang lack a
// KESLING, Renggiang a DOKTER_GIGI; 2024: Dendang, Mengkubang and Renggiang lack a
// KESLING, Renggiang a DOKTER_GIGI.
func TestBelitungTimur(t *testing.T) {
	sheet := realData(t, "belitung-timur/sdmk_long.csv")
	dir := dataDir(t)
	must(t, 0, dir, "import", "boundaries", realData(t, "wilayah/desa_19.06.geojson"))
	rows := []string{"nama,jenis,kategori_wilayah,rawat_inap"}
	for _, name := range []string{"Dendang", "Gantung", "Kelapa Kampit", "Manggar", "Mengkubang", "Renggiang", "Simpang Pesak"} {
		rows = append(rows, "Puskesmas "+name+",Puskesmas,Perdesaan,tidak")
	}
	list := filepath.Join(t.TempDir(), "puskesmas.csv")
	if err := os.WriteFile(list, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, 0, dir, "import", "facilities", list, "--within", "19.06", "--as-of", "2023-01-01")
	if report := must(t, 0, dir, "import", "staff", sheet, "--within", "19.06"); !strings.Contains(report, "128") {
		t.Errorf("the report does not say that 128 printed totals were checked:\n%s", report)
	}
	p := serve(t, dir)
	for _, want := range []struct {
		day      string
		shortage float64
	}{{"2023-12-31", 3}, {"2024-12-31", 4}} {
		var a struct {
			WorkforceGaps struct {
				Edges []struct {
					Node struct {
						Profession struct{ Code string }
						Required   *float64
						GapAll     *float64
					}
				}
				Provenance struct{ Caveats []struct{ Code string } }
			}
		}
		p.ask(t, `{workforceGaps(within:"19.06",kind:[PUSKESMAS],asOf:"`+want.day+`"){
			edges{node{profession{code} required gapAll}} provenance{caveats{code}}}}`, &a)
		short, seen := 0.0, 0
		for _, e := range a.WorkforceGaps.Edges {
			for _, nine := range nineProfessions {
				if e.Node.Profession.Code == nine {
					if e.Node.Required == nil || e.Node.GapAll == nil {
						t.Fatalf("%s: %s has no figure", want.day, nine)
					}
					seen++
					short += *e.Node.GapAll
				}
			}
		}
		if seen != len(nineProfessions) || short != want.shortage {
			t.Errorf("%s: %v posts short over %d of nine professions, want %v", want.day, short, seen, want.shortage)
		}
		revoked := false
		for _, c := range a.WorkforceGaps.Provenance.Caveats {
			revoked = revoked || c.Code == "REVOKED_STANDARD"
		}
		if !revoked {
			t.Error("nothing says that the standard has been revoked")
		}
	}
	p.stop(t)
}
