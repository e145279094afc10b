package tiles

import (
	"net/http"
	"slices"
	"strings"

	"jangkau/gis"
	"jangkau/publish"
)

// maxZoom is the last zoom there are tiles of: a client magnifies them further.
const maxZoom = 14

// layer is what TileJSON tells of one.
type layer struct {
	name    gis.TileLayer
	minZoom int
	ofOne   int // the zoom below which it is drawn for one wilayah, named by within; 0: none
	about   gis.Text
	fields  map[string]string
	filters []string
	roles   []gis.DataRole // of the sources it is made from
}

var layers = []layer{
	{
		name: gis.LayerDesa, minZoom: gis.DesaZoom,
		about: gis.T("Desa dan kelurahan dengan statusnya menurut aturan yang diminta (rule) pada tanggal asOf; id adalah kode tanpa titik",
			"Desa and kelurahan with their status under the rule asked for, on the day asOf; id is the code without its dots"),
		fields: map[string]string{
			"status":         "HAS, LACKS or UNKNOWN under the rule asked for / menurut aturan yang diminta",
			"people":         "People; absent: not known / penduduk; kosong: tidak diketahui",
			"isKelurahan":    "Kelurahan rather than desa, from zoom 10 / kelurahan, bukan desa",
			"code":           "Kemendagri code, from zoom 10 / kode Kemendagri, mulai zum 10",
			"name":           "Name, from zoom 10 / nama, mulai zum 10",
			"building":       "Status under BUILDING, from zoom 10 / status menurut BUILDING",
			"equivalent":     "Status under EQUIVALENT, from zoom 10 / status menurut EQUIVALENT",
			"served":         "Status under SERVED, from zoom 10 / status menurut SERVED",
			"functional":     "Status under FUNCTIONAL, from zoom 10 / status menurut FUNCTIONAL",
			"hostsPuskesmas": "A puskesmas stands there, from zoom 10 / ada puskesmas",
			"travelStatus":   "With kind: REACHED, UNREACHABLE or NOT_COMPUTED; absent: not kept / dengan kind; kosong: belum disimpan",
			"travelReason":   "With kind: why there is no trip / sebab tidak ada perjalanan",
			"durationS":      "With kind: seconds to the nearest / detik ke yang terdekat",
			"distanceM":      "With kind: metres to the nearest / meter ke yang terdekat",
		},
		filters: []string{"rule", "units", "asOf", "kind", "profile", "variant", "by"},
		roles:   []gis.DataRole{gis.RoleBoundaries, gis.RolePopulation, gis.RoleFacilities, gis.RoleStaff},
	},
	{
		name: gis.LayerFacilities, minZoom: 6,
		about: gis.T("Fasilitas pada tanggal asOf; yang tanpa koordinat digambar di titik desanya (locationQuality DESA)",
			"Facilities on the day asOf; one without coordinates stands at its desa's own point (locationQuality DESA)"),
		fields: map[string]string{
			"kind": "FacilityKind", "name": "Name / nama", "desa": "Code of its desa / kode desanya", "status": "OperationalStatus",
			"condition": "FacilityCondition", "locationQuality": "POINT or DESA / POINT atau DESA",
			"indukId": "Id of its puskesmas / id puskesmas induknya", "indukName": "Its puskesmas / puskesmas induknya",
		},
		filters: []string{"kind", "asOf"},
		roles:   []gis.DataRole{gis.RoleFacilities},
	},
	{
		name: gis.LayerRoads, minZoom: 6,
		about: gis.T("Jalan menurut kelas: jalan utama dahulu, semuanya mulai zum 13",
			"Roads by class: main roads first, all of them from zoom 13"),
		fields:  map[string]string{"class": "Class as in OpenStreetMap / kelas seperti di OpenStreetMap", "name": "Name, from zoom 11 / nama, mulai zum 11"},
		filters: []string{"class"},
		roles:   []gis.DataRole{gis.RoleRoads},
	},
	{
		name: gis.LayerWilayah, minZoom: 0,
		about: gis.T("Batas provinsi, kabupaten/kota mulai zum 5, kecamatan mulai zum 8; id adalah kode tanpa titik",
			"Borders of provinsi, of kabupaten/kota from zoom 5, of kecamatan from zoom 8; id is the code without its dots"),
		fields:  map[string]string{"code": "Kemendagri code / kode Kemendagri", "name": "Name / nama", "level": "WilayahLevel"},
		filters: []string{"level"},
		roles:   []gis.DataRole{gis.RoleBoundaries},
	},
	{
		name: gis.LayerOutlines, minZoom: 4, ofOne: gis.DesaZoom,
		about: gis.T("Batas desa dan kelurahan saja, untuk diwarnai dengan angka sendiri; id adalah kode tanpa titik. Di bawah zum 8 hanya dengan within",
			"Outlines of desa and kelurahan alone, to be coloured by figures of one's own; id is the code without its dots. Below zoom 8 only with within"),
		fields:  map[string]string{"code": "Kemendagri code, from zoom 10 / kode Kemendagri, mulai zum 10", "name": "Name, from zoom 10 / nama, mulai zum 10"},
		filters: []string{"within"},
		roles:   []gis.DataRole{gis.RoleBoundaries},
	},
}

// zoomsFrom is the first zoom that answers a question.
func (l *layer) zoomsFrom(q gis.TileQuestion) int {
	if q.Within == "" {
		return max(l.minZoom, l.ofOne)
	}
	return l.minZoom
}

func layerNamed(name string) (*layer, error) {
	var names []string
	for i := range layers {
		if string(layers[i].name) == name {
			return &layers[i], nil
		}
		names = append(names, string(layers[i].name))
	}
	return nil, gis.NewError(gis.NotFound, "Tidak ada lapis %q; yang ada: %s", "There is no layer %q; there are: %s", name, strings.Join(names, ", "))
}

// tileJSON is version 3.0.0 of the format; members of our own are in jangkau.
type tileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       *[4]float64   `json:"bounds,omitempty"`
	VectorLayers []vectorLayer `json:"vector_layers"`
	Jangkau      told          `json:"jangkau"`
}

type vectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// told is what a map's legend says besides.
type told struct {
	Version string            `json:"version"`
	Demo    bool              `json:"demo"`
	AsOf    gis.Date          `json:"asOf,omitempty"`
	Rule    gis.PustuRule     `json:"rule,omitempty"`
	Units   gis.WilayahUnits  `json:"units,omitempty"`
	Travel  *gis.KeptTravel   `json:"travel,omitempty"`
	Filters []string          `json:"filters"`
	Sources []*gis.DataSource `json:"sources"`
}

// describe answers a layer's TileJSON. The addresses of its tiles carry the filters
// asked for, and the version of the data: a tile behind them never changes, and after
// a change of the data TileJSON names others.
func (h *handler) describe(w http.ResponseWriter, r *http.Request) error {
	l, err := layerNamed(strings.TrimSuffix(r.PathValue("file"), ".json"))
	if err != nil {
		return err
	}
	p := publish.ParamsOf(r)
	q := h.question(p, l)
	if err := p.Err(); err != nil {
		return err
	}
	version, err := h.Store.TileVersion(r.Context(), q)
	if err != nil {
		return err
	}
	s, err := h.Store.TileSources(r.Context(), q.Within)
	if err != nil {
		return err
	}
	out := tileJSON{
		TileJSON: "3.0.0", Name: "Jangkau: " + string(l.name), Description: l.about.In(publish.Language(r)), Scheme: "xyz",
		Tiles:   []string{h.address(r, l, version)},
		MinZoom: l.zoomsFrom(q), MaxZoom: maxZoom, Bounds: s.Bounds,
		VectorLayers: []vectorLayer{{ID: string(l.name), Description: l.about.In(publish.Language(r)), MinZoom: l.zoomsFrom(q), MaxZoom: maxZoom, Fields: l.fields}},
		Jangkau:      told{Version: tagOf(version), AsOf: q.AsOf, Rule: q.Rule, Units: q.Units, Travel: q.Travel, Filters: l.filters, Sources: []*gis.DataSource{}},
	}
	var names []string
	for _, source := range s.Sources {
		if slices.Contains(l.roles, source.Role) {
			out.Jangkau.Sources = append(out.Jangkau.Sources, source)
			out.Jangkau.Demo = out.Jangkau.Demo || source.Kind == gis.Demo
			names = append(names, source.Name)
		}
	}
	out.Attribution = strings.Join(names, "; ")
	return publish.JSON(w, r, "application/json", out)
}

// address is that of a layer's tiles, with the filters of the request.
func (h *handler) address(r *http.Request, l *layer, version string) string {
	query := r.URL.Query()
	query.Set("v", tagOf(version))
	return publish.Base(r, h.URL) + "/tiles/" + string(l.name) + "/{z}/{x}/{y}.mvt?" + query.Encode()
}

// list names the layers.
func (h *handler) list(w http.ResponseWriter, r *http.Request) error {
	type entry struct {
		ID          gis.TileLayer `json:"id"`
		Description string        `json:"description"`
		TileJSON    string        `json:"tilejson"`
	}
	out := struct {
		Layers []entry `json:"layers"`
	}{}
	for _, l := range layers {
		out.Layers = append(out.Layers, entry{l.name, l.about.In(publish.Language(r)), publish.Base(r, h.URL) + "/tiles/" + string(l.name) + ".json"})
	}
	return publish.JSON(w, r, "application/json", out)
}
