package ingest

import (
	"fmt"
	"strings"

	"jangkau/gis"
	"jangkau/ingest/read"
)

var serviceColumns = map[gis.PosyanduService]string{
	gis.ServiceIbuHamil: "ibu_hamil", gis.ServiceBalita: "balita", gis.ServiceRemaja: "remaja", gis.ServiceDewasa: "dewasa", gis.ServiceLansia: "lansia",
}

// competenceColumn is the column of a competence: kompetensi_bayi_balita for all of
// the group, kompetensi_bayi_balita_1 for its first.
func competenceColumn(g gis.CompetenceGroup, n int) string {
	name := "kompetensi_" + strings.ToLower(g.Code)
	if n > 0 {
		name += fmt.Sprint("_", n)
	}
	return name
}

// PosyanduFields are the columns of a sheet of posyandu.
func PosyanduFields() []read.SheetField {
	fields := []read.SheetField{
		{Name: "name", Synonyms: []string{"posyandu", "namaposyandu", "nama"}, Required: true},
		{Name: "desa_code", Synonyms: []string{"kodedesa", "kodewilayah", "kodekelurahan", "kode"}},
		{Name: "desa", Synonyms: []string{"desakelurahan", "namadesa", "kelurahan", "namadesakelurahan"}},
		{Name: "kecamatan", Synonyms: []string{"namakecamatan"}},
		{Name: "period", Synonyms: []string{"periode", "tanggal", "tahun", "bulan"}},
		{Name: "kader", Synonyms: []string{"jumlahkader", "jmlkader", "kaderaktif"}},
		{Name: "purwa", Synonyms: []string{"kaderpurwa"}},
		{Name: "madya", Synonyms: []string{"kadermadya"}},
		{Name: "utama", Synonyms: []string{"kaderutama"}},
		{Name: "ibu_hamil", Synonyms: []string{"ibuhamil", "bumil", "ibuhamilmenyusui", "ibuhamildanmenyusui", "layananibuhamil", "kia"}},
		{Name: "balita", Synonyms: []string{"bayibalita", "bayidanbalita", "layananbalita"}},
		{Name: "remaja", Synonyms: []string{"usiasekolahremaja", "usiasekolahdanremaja", "layananremaja"}},
		{Name: "dewasa", Synonyms: []string{"usiadewasa", "usiaproduktif", "produktif", "layanandewasa"}},
		{Name: "lansia", Synonyms: []string{"lanjutusia", "usialanjut", "layananlansia"}},
	}
	for _, g := range gis.CompetenceGroups {
		for n := 0; n <= g.Competences; n++ {
			fields = append(fields, read.SheetField{Name: competenceColumn(g, n)})
		}
	}
	return fields
}
