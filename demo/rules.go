package demo

import (
	"math"
	"strconv"

	"jangkau/gis"
)

// Rules of a kabupaten on staff, so that need per klaster and by workload can be seen.
// Both are made up and say so wherever they are named: no regulation sets numbers per
// klaster. What is asked of a puskesmas as a whole is as much as Permenkes 75/2014 asks,
// so that totals are those of the national rule.
const (
	klasterRule  = "peragaan-klaster"
	workloadRule = "peragaan-beban-kerja"
	noLaw        = "Rekaan peragaan (DEMO), bukan peraturan"
	madeUpSource = "Dibuat untuk peragaan; tidak ada peraturan yang menetapkan jumlah per klaster / Made up for the demonstration; no regulation sets numbers per klaster"
	madeUpNorms  = "Dibuat untuk peragaan; norma waktunya tidak diukur / Made up for the demonstration; its norms were not measured"
)

// need is how many of a profession serve a klaster in a puskesmas without and with beds;
// area "" is any.
type need struct {
	area, klaster, profession string
	without, withIt           int
}

var klasterNeeds = []need{
	{"PERDESAAN", "KLASTER_1", "ADMINISTRASI", 2, 2},
	{"PERKOTAAN", "KLASTER_1", "ADMINISTRASI", 3, 3},
	{"", "KLASTER_2", "BIDAN", 4, 7},
	{"", "KLASTER_3", "DOKTER", 1, 1},
	{"", "KLASTER_3", "PERAWAT", 3, 4},
	{"", "KLASTER_4", "KESLING", 1, 1},
	{"", "KLASTER_5", "ATLM", 1, 1},
	{"", "KLASTER_5", "DOKTER", 0, 1},
	{"", "KLASTER_5", "PERAWAT", 2, 4},
}

// task is what people of a profession do: minutes for each unit, or for supporting
// tasks per cent of everybody's time.
type task struct {
	profession, name string
	minutes          float64
	percent          float64
	perPerson        float64 // units a year for each person of the wilayah kerja
	perDesa          float64 // units a year for each desa of it
	perBeds          float64 // units a year where there are beds
}

var tasks = []task{
	{"BIDAN", "Pemeriksaan kehamilan", 30, 0, 0.096, 0, 0},
	{"BIDAN", "Pelayanan nifas dan bayi baru lahir", 30, 0, 0.11, 0, 0},
	{"BIDAN", "Pelayanan keluarga berencana", 20, 0, 0.1, 0, 0},
	{"BIDAN", "Hari buka posyandu", 240, 0, 0, 12, 0},
	{"BIDAN", "Persalinan", 360, 0, 0, 0, 180},
	{"BIDAN", "Rapat, pencatatan dan pelaporan", 0, 8, 0, 0, 0},
	{"PERAWAT", "Pelayanan rawat jalan", 8, 0, 0.9, 0, 0},
	{"PERAWAT", "Kunjungan rumah", 90, 0, 0.01, 0, 0},
	{"PERAWAT", "Skrining kesehatan", 5, 0, 0.25, 0, 0},
	{"PERAWAT", "Asuhan pasien rawat inap, tiap hari rawat", 45, 0, 0, 0, 2400},
	{"PERAWAT", "Rapat, pencatatan dan pelaporan", 0, 10, 0, 0, 0},
}

// rulesFile has both rules, as jangkau import standard reads them.
func (w *world) rulesFile() []byte {
	header := []string{
		"id", "rule", "title", "regulation", "wilayah", "confidence", "source", "facility_kind", "area_category", "rawat_inap", "klaster", "profession", "minimum",
		"wkt_minutes", "activity_name", "activity_kind", "norm_minutes", "percent",
	}
	of := func(id, rule, title, source string) []string {
		return []string{id, rule, "PERAGAAN (DEMO): " + title, noLaw, string(Kabupaten), "RECALLED", source, string(gis.KindPuskesmas)}
	}
	var rows [][]string
	for _, n := range klasterNeeds {
		for _, beds := range []string{"tidak", "ya"} {
			minimum := n.without
			if beds == "ya" {
				minimum = n.withIt
			}
			rows = append(rows, append(of(klasterRule, "STANDARD", "tenaga minimal puskesmas per klaster, rekaan", madeUpSource), n.area, beds, n.klaster, n.profession, strconv.Itoa(minimum), "", "", "", "", ""))
		}
	}
	for _, k := range tasks {
		row := append(of(workloadRule, "WORKLOAD", "beban kerja bidan dan perawat puskesmas, rekaan", madeUpNorms), "", "", "", k.profession, "", "72000", k.name)
		if k.percent > 0 {
			row = append(row, "SUPPORT", "", decimal(k.percent))
		} else {
			row = append(row, "MAIN", decimal(k.minutes), "")
		}
		rows = append(rows, row)
	}
	return csvFile(header, rows)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// workloadFile says how much of each task the puskesmas did in a year. Of one in nine
// nothing is reported, and of one in twelve a task is missing: their need is then not
// known, or from below only.
func (w *world) workloadFile() []byte {
	rnd := w.random(streamWorkload)
	var rows [][]string
	for _, i := range w.kind(gis.KindPuskesmas) {
		f := w.facilities[i]
		people := 0
		for _, s := range f.area {
			people += w.people[s]
		}
		silent, hole := rnd.IntN(9) == 0, -1
		if rnd.IntN(12) == 0 {
			hole = rnd.IntN(len(tasks))
		}
		for n, k := range tasks {
			volume := k.perPerson*float64(people) + k.perDesa*float64(len(f.area))
			if f.bed == "ya" {
				volume += k.perBeds
			}
			volume *= 0.75 + 0.5*rnd.Float64()
			if k.percent > 0 || silent || n == hole {
				continue
			}
			rows = append(rows, []string{f.code, k.profession, k.name, strconv.Itoa(int(math.Round(volume))), staffYears[1]})
		}
	}
	return csvFile([]string{"kode_faskes", "profession", "kegiatan", "capaian", "tahun"}, rows)
}

// pay is what a post costs in a year by who pays, in millions of rupiah.
var pay = []struct {
	profession              string
	district, blud, country int
}{
	{"DOKTER", 120, 96, 132},
	{"DOKTER_GIGI", 118, 94, 130},
	{"PERAWAT", 72, 42, 66},
	{"BIDAN", 72, 42, 66},
	{"KESMAS", 70, 42, 64},
	{"KESLING", 70, 42, 64},
	{"ATLM", 70, 42, 64},
	{"GIZI", 70, 42, 64},
	{"KEFARMASIAN", 74, 45, 67},
	{"ADMINISTRASI", 60, 36, 0},
	{"PEKARYA", 48, 30, 0},
}

// costsFile says what posts cost, by who pays.
func (w *world) costsFile() []byte {
	var rows [][]string
	for _, p := range pay {
		for _, c := range []struct {
			funding  string
			millions int
		}{{"DAU/PAD", p.district}, {"BLUD/kapitasi", p.blud}, {"APBN", p.country}} {
			if c.millions > 0 {
				rows = append(rows, []string{p.profession, c.funding, strconv.Itoa(c.millions * 1_000_000), "Dibuat untuk peragaan, bukan standar biaya / Made up for the demonstration", string(Kabupaten)})
			}
		}
	}
	return csvFile([]string{"profession", "funding", "rupiah_year", "source", "wilayah"}, rows)
}
