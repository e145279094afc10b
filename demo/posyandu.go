package demo

import (
	"math/rand/v2"
	"strconv"

	"jangkau/gis"
)

// posyanduFile gives each posyandu kader and services. One in ten reports neither,
// which is not the same as having none. Nobody in it exists.
func (w *world) posyanduFile() []byte {
	rnd := w.random(streamPosyandu)
	header := []string{
		"posyandu", "kode_desa", "kader", "purwa", "madya", "utama", "ibu_hamil", "balita", "remaja", "dewasa", "lansia",
		"kompetensi_pengelolaan", "kompetensi_bayi_balita", "kompetensi_ibu_hamil_menyusui", "kompetensi_usia_sekolah_remaja", "kompetensi_dewasa_lansia",
	}
	var rows [][]string
	for _, i := range w.kind(gis.KindPosyandu) {
		f := w.facilities[i]
		row := []string{f.name, string(w.sites[f.site].code)}
		if rnd.IntN(10) == 0 {
			rows = append(rows, append(row, make([]string, len(header)-len(row))...))
			continue
		}
		kader := 3 + rnd.IntN(6)
		utama := rnd.IntN(2)
		madya := rnd.IntN(kader - utama)
		for _, n := range []int{kader, kader - madya - utama, madya, utama} {
			row = append(row, strconv.Itoa(n))
		}
		for _, p := range []float64{0.98, 1, 0.6, 0.55, 0.75} {
			row = append(row, []string{"tidak", "ya"}[chance(rnd, p)])
		}
		rows = append(rows, append(row, competent(rnd, kader, utama)...))
	}
	return csvFile(header, rows)
}

// competent is how many kader have all competences of each group: whoever is utama
// has them all.
func competent(rnd *rand.Rand, kader, utama int) []string {
	var out []string
	for range 5 {
		out = append(out, strconv.Itoa(utama+rnd.IntN(kader-utama+1)))
	}
	return out
}

// mentoringFile has the specialists of the hospitals mentor two puskesmas in three.
func (w *world) mentoringFile() []byte {
	rnd := w.random(streamMentoring)
	var rows [][]string
	hospitals := w.kind(gis.KindRS)
	for _, i := range w.kind(gis.KindPuskesmas) {
		if rnd.IntN(3) == 0 {
			continue
		}
		for _, specialty := range []string{"Anak", "Obgin", "Penyakit dalam"}[:1+rnd.IntN(3)] {
			h := w.facilities[hospitals[rnd.IntN(len(hospitals))]]
			rows = append(rows, []string{h.code, w.facilities[i].code, specialty, "2024-01-01"})
		}
	}
	return csvFile([]string{"rs", "puskesmas", "spesialisasi", "mulai"}, rows)
}
