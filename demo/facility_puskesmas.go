package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"jangkau/gis"
)

// makePuskesmas shares the 45 puskesmas among the 25 kecamatan, at least one each
// and the rest by number of desa, and divides each kecamatan into their wilayah
// kerja. Those furthest from a hospital have beds.
func (w *world) makePuskesmas(rnd *rand.Rand) {
	hospitals := make([]point, 0, 8)
	for _, i := range w.kind(gis.KindRS) {
		hospitals = append(hospitals, *w.facilities[i].at)
	}
	keys, groups := w.byKecamatan()
	weights := make([]float64, len(keys))
	for i, k := range keys {
		weights[i] = float64(len(groups[k]))
	}
	extra := share(puskesmasCount-len(keys), weights)
	first := len(w.facilities)
	for i, k := range keys {
		for n, area := range w.divide(k, groups[k], 1+extra[i]) {
			seat := area[0]
			name := w.sites[seat].name
			if n == 0 {
				name = w.names[k]
			}
			slices.Sort(area)
			w.facilities = append(w.facilities, facility{
				code: fmt.Sprintf("PKM%03d", len(w.facilities)-first+1), name: "Puskesmas " + name, kind: gis.KindPuskesmas,
				site: seat, at: w.place(rnd, seat, 0), area: area, status: open, condition: pick(rnd, "BAIK", "BAIK", "BAIK", "RUSAK_RINGAN"),
				owner: pemkab, bed: "tidak", poned: "tidak", category: category(w.sites[seat].code), opened: year(rnd, 1968, 2005),
			})
		}
	}
	w.giveBeds(w.facilities[first:], hospitals, rnd)
}

// divide splits the desa of a kecamatan among n seats; each part begins with its
// seat. The first seat is the desa that shares the kecamatan's name, or its middle
// one; each further one is the furthest from those before.
func (w *world) divide(kecamatan gis.WilayahCode, desa []int, n int) [][]int {
	seats := []int{w.chief(kecamatan, desa)}
	for len(seats) < n {
		best, at := -1.0, -1
		for _, d := range desa {
			if r := w.toSeat(d, seats); r > best {
				best, at = r, d
			}
		}
		seats = append(seats, at)
	}
	parts := make([][]int, n)
	for k, s := range seats {
		parts[k] = []int{s}
	}
	for _, d := range desa {
		if slices.Contains(seats, d) {
			continue
		}
		k := slices.IndexFunc(seats, func(s int) bool { return w.sites[d].at.dist(w.sites[s].at) == w.toSeat(d, seats) })
		parts[k] = append(parts[k], d)
	}
	return parts
}

func (w *world) toSeat(d int, seats []int) float64 {
	best := w.sites[d].at.dist(w.sites[seats[0]].at)
	for _, s := range seats[1:] {
		best = min(best, w.sites[d].at.dist(w.sites[s].at))
	}
	return best
}

func (w *world) chief(kecamatan gis.WilayahCode, desa []int) int {
	var middle point
	for _, d := range desa {
		if gis.FoldName(w.sites[d].name) == gis.FoldName(w.names[kecamatan]) {
			return d
		}
		middle = middle.add(w.sites[d].at.mul(1 / float64(len(desa))))
	}
	at := make([]point, len(desa))
	for i, d := range desa {
		at[i] = w.sites[d].at
	}
	return desa[nearest(middle, at)]
}

// giveBeds makes the puskesmas furthest from any hospital rawat inap.
func (w *world) giveBeds(puskesmas []facility, hospitals []point, rnd *rand.Rand) {
	order := make([]int, len(puskesmas))
	far := make([]float64, len(puskesmas))
	for i, p := range puskesmas {
		order[i] = i
		far[i] = p.at.dist(hospitals[nearest(*p.at, hospitals)])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(far[b], far[a]) })
	for _, i := range order[:puskesmasWithBed] {
		puskesmas[i].bed = "ya"
		if rnd.Float64() < 0.7 {
			puskesmas[i].poned = "ya"
		}
	}
}

// category is a made-up reading of the area: kelurahan are towns.
func category(c gis.WilayahCode) string {
	if c.IsKelurahan() {
		return "PERKOTAAN"
	}
	return "PERDESAAN"
}

func pick(rnd *rand.Rand, from ...string) string { return from[rnd.IntN(len(from))] }

// year gives the first day of a year from first to last.
func year(rnd *rand.Rand, first, last int) string {
	return fmt.Sprintf("%d-01-01", first+rnd.IntN(last-first+1))
}
