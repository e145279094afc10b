package demo

import (
	"fmt"
	"math/rand/v2"

	"jangkau/gis"
)

// makePustu chooses 87 desa. The report says desa, so none stands in a kelurahan,
// which makes the gap 102 of 189 desa and 130 of 217 with kelurahan; and none in a
// desa that has the puskesmas itself. Every puskesmas gets one first where its
// wilayah kerja allows it.
func (w *world) makePustu(rnd *rand.Rand) {
	seat := map[int]bool{}
	for _, i := range w.kind(gis.KindPuskesmas) {
		seat[w.facilities[i].site] = true
	}
	var chosen []int
	taken := map[int]bool{}
	try := func(s int) bool {
		if len(chosen) == desaWithPustu || taken[s] || seat[s] || w.sites[s].code.IsKelurahan() {
			return false
		}
		taken[s] = true
		chosen = append(chosen, s)
		return true
	}
	for _, i := range w.kind(gis.KindPuskesmas) {
		area := w.facilities[i].area
		for _, k := range rnd.Perm(len(area)) {
			if try(area[k]) {
				break
			}
		}
	}
	for _, s := range rnd.Perm(len(w.sites)) {
		try(s)
	}
	induk := w.puskesmasOf()
	served := map[int]bool{}
	for n, s := range chosen {
		f := facility{
			code: fmt.Sprintf("PST%03d", n+1), name: "Pustu " + w.sites[s].name, kind: gis.KindPustu, site: s,
			at: w.place(rnd, s, rnd.IntN(len(w.settlements[s]))), induk: induk[s], area: []int{s}, status: open,
			condition: pick(rnd, "BAIK", "BAIK", "BAIK", "BAIK", "RUSAK_RINGAN", "RUSAK_RINGAN", "RUSAK_RINGAN", "RUSAK_SEDANG", "RUSAK_SEDANG", "RUSAK_BERAT"),
			owner:     pemkab, opened: year(rnd, 1982, 2023),
		}
		// About half also answer for a neighbour that has none.
		if rnd.Float64() < 0.5 {
			if d := w.neighbour(s, func(d int) bool { return !taken[d] && !served[d] && induk[d] == induk[s] }); d >= 0 {
				served[d] = true
				f.area = append(f.area, d)
			}
		}
		// What lists are like: some stand idle, of one nobody knows, of three the
		// coordinates are missing. The desa counts all the same.
		switch {
		case n%22 == 7:
			f.status = notOperating
		case n == 40:
			f.status = ""
		case n%29 == 12:
			f.at = nil
		}
		w.facilities = append(w.facilities, f)
	}
}

// neighbour is the nearest other site that will do, -1 for none.
func (w *world) neighbour(s int, will func(int) bool) int {
	best := -1
	for d := range w.sites {
		if d != s && will(d) && (best < 0 || w.sites[s].at.dist(w.sites[d].at) < w.sites[s].at.dist(w.sites[best].at)) {
			best = d
		}
	}
	return best
}
