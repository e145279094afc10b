package demo

import (
	"math/rand/v2"
	"strings"

	"jangkau/gis"
)

// facility is one row of the made-up list.
type facility struct {
	code, name string
	kind       gis.FacilityKind
	site       int // the desa it stands in
	at         *point
	induk      string // code of its puskesmas
	area       []int  // wilayah kerja: desa it answers for
	status     string
	condition  string
	owner      string
	bed        string // rawat inap: ya, tidak or empty where the question makes no sense
	poned      string
	ponek      string
	category   string // of the area, for the staffing standard
	opened     string // YYYY-MM-DD
}

const (
	open         = "Beroperasi"
	notOperating = "Tidak beroperasi"
	pemkab       = "Pemerintah kabupaten"
)

// makeFacilities makes the whole list: the puskesmas first, since all else belongs
// to one of them.
func (w *world) makeFacilities() {
	rnd := w.random(streamFacilities)
	w.makeHospitals(rnd)
	w.makePuskesmas(rnd)
	w.makePustu(rnd)
	w.makeOthers(rnd)
}

// place puts a facility a few hundred metres from a settlement of its desa, and
// never across its border.
func (w *world) place(rnd *rand.Rand, site, settlement int) *point {
	from := w.settlements[site][settlement].at
	a := 6.283 * rnd.Float64()
	p := from.add(polar(min(60+220*rnd.Float64(), 0.7*toBorder(from, a, w.cells[site])), a))
	return &p
}

// kind gives the places in the list of all facilities of one kind.
func (w *world) kind(k gis.FacilityKind) []int {
	var out []int
	for i, f := range w.facilities {
		if f.kind == k {
			out = append(out, i)
		}
	}
	return out
}

// puskesmasOf gives for each site the code of the puskesmas that answers for it.
func (w *world) puskesmasOf() []string {
	out := make([]string, len(w.sites))
	for _, i := range w.kind(gis.KindPuskesmas) {
		for _, s := range w.facilities[i].area {
			out[s] = w.facilities[i].code
		}
	}
	return out
}

func (w *world) facilitiesFile() []byte {
	var rows [][]string
	for _, f := range w.facilities {
		s := w.sites[f.site]
		var lon, lat string
		if f.at != nil {
			lon, lat = f.at.coords()
		}
		var area []string
		for _, i := range f.area {
			area = append(area, string(w.sites[i].code))
		}
		rows = append(rows, []string{
			f.code, f.name, string(f.kind), string(s.code), s.name, w.names[s.code.Parent()], "Banyuwangi",
			lon, lat, f.induk, strings.Join(area, ";"), f.status, f.condition, f.owner, f.bed, f.poned, f.ponek, f.category, f.opened,
		})
	}
	return csvFile([]string{
		"kode", "nama", "jenis", "kode_desa", "desa", "kecamatan", "kabupaten",
		"lon", "lat", "induk", "wilayah_kerja", "status", "kondisi", "kepemilikan", "rawat_inap", "poned", "ponek", "kategori_wilayah", "tanggal_berdiri",
	}, rows)
}
