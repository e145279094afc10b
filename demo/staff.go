package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"jangkau/gis"
)

// staffYears are those of the list: two, so that there is something to compare.
var staffYears = [2]string{"2022", "2023"}

// staffFile counts staff in the long form: a row a facility, profession, employment
// status, funding, klaster with role, and level, of each year. Nobody in it exists.
func (w *world) staffFile() []byte {
	rnd := w.random(streamStaff)
	t := &staffTable{rnd: rnd, rosters: w.random(streamRosters)}
	for _, f := range w.facilities {
		t.begin(f)
		switch f.kind {
		case gis.KindPuskesmas:
			for _, p := range posts {
				n := p.without
				if f.bed == "ya" {
					n = p.withIt
				}
				// One short in three cases of ten, one over in two.
				switch r := rnd.IntN(10); {
				case r < 3 && n > 0:
					n--
				case r > 7:
					n++
				}
				t.add(p, n)
			}
		case gis.KindPustu:
			// Of one pustu in eight the staff are not reported at all, which is not
			// the same as having none.
			if rnd.IntN(8) == 0 {
				continue
			}
			t.add(village["Perawat"], chance(rnd, 0.72))
			t.add(village["Bidan"], chance(rnd, 0.85))
		case gis.KindPonkesdes:
			if rnd.IntN(3) > 0 {
				t.add(village["Perawat"], chance(rnd, 0.6))
				t.add(village["Bidan"], 1)
			}
		}
	}
	return csvFile([]string{"kode_faskes", "nama_faskes", "jenis_sdmk", "status", "sumber_dana", "klaster", "peran", "jenjang", "jumlah", "tahun"}, slices.Concat(t.rows[0], t.rows[1]))
}

type staffTable struct {
	rnd, rosters *rand.Rand
	facility     facility
	roster       *roster
	unplaced     bool // the facility's list leaves its pekarya in no klaster
	late         bool // the facility reported in the later year only
	rows         [2][][]string
}

func (t *staffTable) begin(f facility) {
	t.facility, t.roster = f, newRoster(t.rosters, f.kind)
	t.unplaced = t.rosters.IntN(15) == 0
	t.late = f.kind == gis.KindPustu && t.rosters.IntN(10) == 0
}

// add counts n people of a post. A count of none is written too: it says that the
// facility reported, and has nobody.
func (t *staffTable) add(p post, n int) {
	people := t.roster.fill(p, onFooting(t.rnd, n))
	for year := range staffYears {
		if year == 0 && t.late {
			continue
		}
		// Equal rows become one, in the order in which they first come.
		var order []filled
		count := map[filled]int{}
		for _, x := range people {
			if year == 0 && !x.earlier || year == 1 && !x.later {
				continue
			}
			x.earlier, x.later = false, false
			if p.profession == "Pekarya" && t.unplaced {
				x.klaster, x.role = "", ""
			}
			if count[x]++; count[x] == 1 {
				order = append(order, x)
			}
		}
		if len(order) == 0 {
			order = []filled{{footing: pns, klaster: p.klaster[0]}}
		}
		for _, x := range order {
			t.rows[year] = append(t.rows[year], []string{
				t.facility.code, t.facility.name, p.profession, x.status, x.funding, x.klaster, x.role, x.level, strconv.Itoa(count[x]), staffYears[year],
			})
		}
	}
}

func chance(rnd *rand.Rand, p float64) int {
	if rnd.Float64() < p {
		return 1
	}
	return 0
}
