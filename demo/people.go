package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// settlement is a dusun or lingkungan: a point in its desa with people.
type settlement struct {
	name   string
	at     point
	people int
}

// makePeople spreads the published total over the desa and each desa's people over
// two to five settlements.
func (w *world) makePeople() {
	rnd := w.random(streamPeople)
	weights := make([]float64, len(w.sites))
	for i := range w.sites {
		// Sizes of desa differ by a factor of five or so, and are not larger where
		// the area is: log-normal, its rare giants and dwarfs drawn again.
		z := rnd.NormFloat64()
		for math.Abs(z) > 1.8 {
			z = rnd.NormFloat64()
		}
		weights[i] = math.Exp(0.45 * z)
	}
	w.people = share(publishedPeople, weights)

	rnd = w.random(streamSettlements)
	w.settlements = make([][]settlement, len(w.sites))
	for i, s := range w.sites {
		n := min(5, 2+w.people[i]/4000)
		word := "Dusun"
		if s.code.IsKelurahan() {
			word = "Lingkungan"
		}
		parts := make([]float64, n)
		for k := range n {
			parts[k] = 0.5 + rnd.Float64()
		}
		for k, people := range share(w.people[i], parts) {
			at := s.at
			if k > 0 {
				// The first lies at the desa's point, the others around it, most of
				// the way to the border at most.
				a := 2*math.Pi*(float64(k)+0.6*rnd.Float64())/float64(n) + float64(i)
				r := (0.3 + 0.5*rnd.Float64()) * min(toBorder(s.at, a, w.cells[i]), 3000)
				at = s.at.add(polar(r, a))
			}
			w.settlements[i] = append(w.settlements[i], settlement{fmt.Sprintf("%s %s %d", word, s.name, k+1), at, people})
		}
	}
}

// toBorder is how far a ray from p at an angle runs until it leaves a convex ring.
func toBorder(p point, angle float64, ring []point) float64 {
	d := polar(1, angle)
	out := math.Inf(1)
	for i, a := range ring {
		e := ring[(i+1)%len(ring)].sub(a)
		den := d.cross(e)
		if den <= 0 { // parallel, or the ray comes in through this side
			continue
		}
		out = min(out, a.sub(p).cross(e)/den)
	}
	return out
}

// share divides a whole number by weights so that the parts sum to it (largest
// remainders; among equal ones the first).
func share(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out := make([]int, len(weights))
	rest := make([]float64, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		exact := float64(total) * w / sum
		out[i] = int(exact)
		rest[i] = exact - float64(out[i])
		order[i] = i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func (w *world) populationFile() []byte {
	var rows [][]string
	for i, s := range w.sites {
		rows = append(rows, []string{string(s.code), s.name, strconv.Itoa(w.people[i])})
	}
	return csvFile([]string{"kode", "nama", "penduduk"}, rows)
}

func (w *world) settlementsFile() []byte {
	var rows [][]string
	for i, s := range w.sites {
		for _, d := range w.settlements[i] {
			lon, lat := d.at.coords()
			rows = append(rows, []string{string(s.code), d.name, strconv.Itoa(d.people), lon, lat})
		}
	}
	return csvFile([]string{"kode", "nama", "penduduk", "lon", "lat"}, rows)
}
