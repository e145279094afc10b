package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"jangkau/gis"
)

// post is what a puskesmas needs of a profession without and with beds. The counts
// follow Permenkes 75/2014 for perdesaan; the klaster are a guess, since no rule
// says which profession serves which.
type post struct {
	profession      string
	without, withIt int
	klaster         string
}

var posts = []post{
	{"Dokter", 1, 2, "2;3"},
	{"Dokter gigi", 1, 1, "3"},
	{"Perawat", 5, 8, "3;5"},
	{"Bidan", 4, 7, "2"},
	{"Kesehatan masyarakat", 1, 1, "1"},
	{"Kesehatan lingkungan", 1, 1, "4"},
	{"ATLM", 1, 1, "5"},
	{"Gizi", 1, 2, "2"},
	{"Apoteker", 1, 1, "5"},
	{"TTK", 0, 1, "5"},
	{"Administrasi", 2, 2, "1"},
	{"Pekarya", 1, 1, "1"},
}

// staffFile counts staff in the long form: a row a facility, profession, employment
// status and funding. Nobody in it exists.
func (w *world) staffFile() []byte {
	rnd := w.random(streamStaff)
	t := &staffTable{rnd: rnd}
	for _, f := range w.facilities {
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
				t.add(f, p.profession, p.klaster, n)
			}
		case gis.KindPustu:
			// Of one pustu in eight the staff are not reported at all, which is not
			// the same as having none.
			if rnd.IntN(8) == 0 {
				continue
			}
			t.add(f, "Perawat", "2;3", chance(rnd, 0.72))
			t.add(f, "Bidan", "2;3", chance(rnd, 0.85))
		case gis.KindPonkesdes:
			if rnd.IntN(3) > 0 {
				t.add(f, "Perawat", "2;3", chance(rnd, 0.6))
				t.add(f, "Bidan", "2;3", 1)
			}
		}
	}
	return csvFile([]string{"kode_faskes", "nama_faskes", "jenis_sdmk", "status", "sumber_dana", "klaster", "jumlah", "tahun"}, t.rows)
}

type staffTable struct {
	rnd  *rand.Rand
	rows [][]string
}

// add spreads n people of a profession over employment statuses. A count of none is
// written too: it says that the facility reported, and has nobody.
func (t *staffTable) add(f facility, profession, klaster string, n int) {
	counts := map[[2]string]int{}
	statuses := [][2]string{{"PNS", "DAU/PAD"}, {"PPPK", "DAU/PAD"}, {"Non-ASN BLUD", "BLUD/kapitasi"}, {"Penugasan khusus", "APBN"}}
	for range n {
		switch r := t.rnd.IntN(20); {
		case r < 9:
			counts[statuses[0]]++
		case r < 14:
			counts[statuses[1]]++
		case r < 19:
			counts[statuses[2]]++
		default:
			counts[statuses[3]]++
		}
	}
	if n == 0 {
		counts[statuses[0]] = 0
	}
	for _, s := range statuses {
		if c, ok := counts[s]; ok {
			t.rows = append(t.rows, []string{f.code, f.name, profession, s[0], s[1], klaster, strconv.Itoa(c), strings.TrimSuffix(staffDay, "-12-31")})
		}
	}
}

func chance(rnd *rand.Rand, p float64) int {
	if rnd.Float64() < p {
		return 1
	}
	return 0
}
