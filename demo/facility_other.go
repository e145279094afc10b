package demo

import (
	"fmt"
	"math/rand/v2"

	"jangkau/gis"
)

// hospitalSites are towns large enough that a made-up hospital there surprises
// nobody; one desa or kelurahan each.
var hospitalSites = []gis.WilayahCode{"35.10.16.1010", "35.10.16.1006", "35.10.09.2003", "35.10.13.2010", "35.10.05.2005", "35.10.10.2004"}

func (w *world) makeHospitals(rnd *rand.Rand) {
	for i, s := range w.sites {
		for n, code := range hospitalSites {
			if s.code != code {
				continue
			}
			w.facilities = append(w.facilities, facility{
				code: fmt.Sprintf("RS%03d", n+1), name: "RSU Peragaan " + s.name, kind: gis.KindRS,
				site: i, at: w.place(rnd, i, 0), status: open, condition: "BAIK", bed: "ya", ponek: pick(rnd, "ya", "ya", "tidak"),
				owner: pick(rnd, pemkab, "Swasta"), opened: year(rnd, 1970, 2015),
			})
		}
	}
}

// other describes the rest of the list: how many of a kind, and where they may stand.
type other struct {
	kind   gis.FacilityKind
	word   string
	prefix string
	count  int
	owner  string
	where  func(site int) bool
}

// makeOthers adds village posts, clinics and pharmacies. Ponkesdes stand where no
// pustu does, as the East Javanese rule had it; the village's own posts anywhere.
func (w *world) makeOthers(rnd *rand.Rand) {
	pustu := map[int]bool{}
	for _, i := range w.kind(gis.KindPustu) {
		pustu[w.facilities[i].site] = true
	}
	seat := map[int]bool{}
	for _, i := range w.kind(gis.KindPuskesmas) {
		seat[w.facilities[i].site] = true
	}
	anywhere := func(int) bool { return true }
	village := func(s int) bool { return !w.sites[s].code.IsKelurahan() }
	town := func(s int) bool { return seat[s] || w.sites[s].code.IsKelurahan() }
	induk := w.puskesmasOf()
	for _, o := range []other{
		{gis.KindPonkesdes, "Ponkesdes", "PKS", 38, pemkab, func(s int) bool { return village(s) && !pustu[s] && !seat[s] }},
		{gis.KindPoskesdes, "Poskesdes", "POS", 24, "Pemerintah desa", village},
		{gis.KindPolindes, "Polindes", "POL", 31, "Pemerintah desa", village},
		{gis.KindPosyandu, "Posyandu Melati", "PSY", 217, "Pemerintah desa", anywhere},
		{gis.KindKlinikPratama, "Klinik Pratama", "KPR", 18, "Swasta", town},
		{gis.KindKlinikUtama, "Klinik Utama", "KUT", 2, "Swasta", town},
		{gis.KindApotek, "Apotek", "APT", 22, "Swasta", town},
	} {
		n := 0
		for _, s := range rnd.Perm(len(w.sites)) {
			if n == o.count || !o.where(s) {
				continue
			}
			n++
			f := facility{
				code: fmt.Sprintf("%s%03d", o.prefix, n), name: o.word + " " + w.sites[s].name, kind: o.kind, site: s,
				at: w.place(rnd, s, rnd.IntN(len(w.settlements[s]))), status: open, owner: o.owner, opened: year(rnd, 1990, 2022),
			}
			if o.owner != "Swasta" {
				f.induk = induk[s]
				f.condition = pick(rnd, "BAIK", "BAIK", "BAIK", "RUSAK_RINGAN", "RUSAK_SEDANG")
			}
			if o.kind == gis.KindPonkesdes {
				f.area = []int{s}
			}
			w.facilities = append(w.facilities, f)
		}
	}
}
