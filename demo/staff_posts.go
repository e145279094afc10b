package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"jangkau/gis"
)

// post is what a puskesmas needs of a profession without and with beds. The counts
// follow Permenkes 75/2014 for perdesaan; who serves which klaster is a guess, since no
// rule says which profession serves which.
type post struct {
	profession      string
	without, withIt int
	klaster         []string // of the first, the second and so on, then again from the first
	leads           []string // klaster that somebody of the profession may lead: whoever serves it alone
	levels          []string // of functional posts; none: they hold no functional post
}

var (
	skilled = []string{"Terampil", "Mahir", "Penyelia", "Ahli Pertama", "Ahli Muda"}
	expert  = []string{"Ahli Pertama", "Ahli Muda", "Ahli Madya"}
)

var posts = []post{
	{"Dokter", 1, 2, []string{"2;3", "5", "3"}, nil, expert},
	{"Dokter gigi", 1, 1, []string{"3", "2;3"}, nil, expert},
	{"Perawat", 5, 8, []string{"3", "5", "3;5", "3", "5", "2", "5", "3"}, []string{"3", "5"}, skilled},
	{"Bidan", 4, 7, []string{"2", "2", "2;3", "2"}, []string{"2"}, skilled},
	{"Kesehatan masyarakat", 1, 1, []string{"1;4", "4"}, nil, expert},
	{"Kesehatan lingkungan", 1, 1, []string{"4"}, []string{"4"}, skilled},
	{"ATLM", 1, 1, []string{"5"}, nil, skilled},
	{"Gizi", 1, 2, []string{"2"}, nil, skilled},
	{"Apoteker", 1, 1, []string{"5"}, nil, expert},
	{"TTK", 0, 1, []string{"5"}, nil, skilled},
	{"Administrasi", 2, 2, []string{"1"}, []string{"1"}, nil},
	{"Pekarya", 1, 1, []string{"1"}, nil, nil},
}

// village is a post of a pustu or ponkesdes: whoever works there serves whoever comes.
var village = map[string]post{
	"Perawat": {profession: "Perawat", klaster: []string{"2;3"}, levels: skilled},
	"Bidan":   {profession: "Bidan", klaster: []string{"2;3"}, levels: skilled},
}

// footing is an employment status and who pays it.
type footing struct{ status, funding string }

var (
	pns      = footing{"PNS", "DAU/PAD"}
	pppk     = footing{"PPPK", "DAU/PAD"}
	blud     = footing{"Non-ASN BLUD", "BLUD/kapitasi"}
	assigned = footing{"Penugasan khusus", "APBN"}
	footings = []footing{pns, pppk, blud, assigned}
)

// onFooting spreads n people over employment statuses.
func onFooting(rnd *rand.Rand, n int) []footing {
	out := make([]footing, n)
	for i := range out {
		switch r := rnd.IntN(20); {
		case r < 9:
			out[i] = pns
		case r < 14:
			out[i] = pppk
		case r < 19:
			out[i] = blud
		default:
			out[i] = assigned
		}
	}
	slices.SortFunc(out, func(a, b footing) int { return cmp.Compare(slices.Index(footings, a), slices.Index(footings, b)) })
	return out
}

// filled is a post that is filled in the later year, the earlier one or both: a place of
// work, and nobody's.
type filled struct {
	footing
	klaster, role, level string
	earlier, later       bool
}

// roster is what a facility's list says of klaster and who leads them.
type roster struct {
	rnd   *rand.Rand
	roles bool            // the list gives roles at all
	open  map[string]bool // klaster that still lack who leads them
}

func newRoster(rnd *rand.Rand, kind gis.FacilityKind) *roster {
	r := &roster{rnd: rnd, open: map[string]bool{}}
	if kind != gis.KindPuskesmas || rnd.IntN(15) == 0 {
		return r
	}
	r.roles = true
	for _, k := range []string{"1", "2", "3", "4", "5"} {
		r.open[k] = rnd.IntN(8) > 0 // of one in eight nobody is named
	}
	return r
}

// fill gives the people of a profession their klaster, roles and levels. An intake of
// PPPK lies between the two years, and some PNS have retired since.
func (r *roster) fill(p post, people []footing) []filled {
	var out []filled
	for i, f := range people {
		x := filled{footing: f, klaster: p.klaster[i%len(p.klaster)], level: r.level(p, f), later: true, earlier: f != pppk || r.rnd.IntN(5) > 1}
		if r.roles {
			x.role = "Anggota"
		}
		if slices.Contains(p.leads, x.klaster) && r.open[x.klaster] {
			x.role, r.open[x.klaster] = "PJ", false
		}
		out = append(out, x)
		if f == pns && r.rnd.IntN(16) == 0 {
			if x.role == "PJ" { // whoever retired was no second lead
				x.role = "Anggota"
			}
			x.earlier, x.later = true, false
			out = append(out, x)
		}
	}
	return out
}

// level is that of a functional post. Of those who are no civil servants the list says none.
func (r *roster) level(p post, f footing) string {
	switch {
	case f != pns && f != pppk:
		return ""
	case p.levels == nil:
		return "Bukan JF"
	case f == pppk:
		return p.levels[0]
	}
	return p.levels[r.rnd.IntN(len(p.levels))]
}
