package ogc

import (
	"context"
	"slices"
	"strconv"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/publish"
)

// Areas draws over roads what the store does not hold. Errors are *gis.Error.
type Areas interface {
	// Draw fails with Unavailable while there are no roads, and otherwise as the
	// question is wrong. The drawing is closed after use.
	Draw(ctx context.Context, q AreaQuestion) (Drawing, error)
}

// AreaQuestion asks for the rows of gis.TableCatchments or gis.TableIsochrones.
type AreaQuestion struct {
	Table   *gis.Table
	Within  gis.WilayahCode // where facilities stand; all of Indonesia where it is empty
	Kinds   []gis.FacilityKind
	Profile gis.TravelProfile
	Variant string
	By      gis.TravelMetric
	Limit   float64     // seconds or metres, as By says
	Box     *[4]float64 // rows that cannot touch it may be left out
}

// Drawing answers one question, all of one moment.
type Drawing interface {
	Version() string
	// IDs are the facilities, rising.
	IDs() []int64
	// Rows draws some of them, one after the other, until f fails.
	Rows(ctx context.Context, ids []int64, f func(AreaRow) error) error
	Close(ctx context.Context)
}

// AreaRow has a value for each column of the table, and its area, nil where it has none.
type AreaRow struct {
	Values []any
	Area   *geom.MultiPolygon
}

// drawnTables are collections where there is somebody to draw them.
var drawnTables = []*gis.Table{gis.TableCatchments, gis.TableIsochrones}

func isDrawn(t *gis.Table) bool { return slices.Contains(drawnTables, t) }

// Limits of what may be asked for: a day's way is no longer a catchment, and an area
// is bounded by what can be drawn at once besides.
const (
	ordinaryMinutes, mostMinutes = 30, 240
	mostKm                       = 200
)

// drawnKinds are what is asked of where kind is silent.
var drawnKinds = []gis.FacilityKind{gis.KindPustu, gis.KindPuskesmas}

// areaQuestion reads what a drawing is asked for.
func areaQuestion(p *publish.Params, t *gis.Table) AreaQuestion {
	q := AreaQuestion{Table: t, Within: p.Code("within"), Kinds: p.Kinds(), Profile: publish.Choice(p, "profile", gis.TravelProfiles, gis.ProfileMotorcycle), Variant: p.Text("variant")}
	if q.Kinds == nil {
		q.Kinds = drawnKinds
	}
	minutes, km := p.Text("minutes"), p.Text("km")
	ordinary := gis.ByTime
	if km != "" {
		ordinary = gis.ByDistance
	}
	q.By = publish.Choice(p, "by", []gis.TravelMetric{gis.ByTime, gis.ByDistance}, ordinary)
	switch {
	case minutes != "" && km != "":
		p.Wrong("km", "berikan minutes atau km, bukan keduanya", "give minutes or km, not both")
	case q.By == gis.ByDistance && minutes != "":
		p.Wrong("minutes", "menurut jarak batasnya km, bukan minutes", "by distance the limit is km, not minutes")
	case q.By == gis.ByTime && km != "":
		p.Wrong("km", "menurut waktu batasnya minutes, bukan km", "by time the limit is minutes, not km")
	case q.By == gis.ByDistance:
		q.Limit = 5000
		if km != "" {
			v, err := strconv.ParseFloat(km, 64)
			if err != nil || !(v >= 0.1 && v <= mostKm) {
				p.Wrong("km", "km harus dari 0.1 sampai %d", "km must be from 0.1 to %d", mostKm)
			}
			q.Limit = v * 1000
		}
	default:
		q.Limit = 60 * float64(p.Int("minutes", 1, mostMinutes, ordinaryMinutes))
	}
	return q
}

// areaPage is which part of a drawing is asked for.
type areaPage struct {
	limit, offset int
	after         int64
	version       string
}

// areaPageOf reads a page, and refuses what stored collections know and these do not.
func areaPageOf(p *publish.Params, q *AreaQuestion) (pg areaPage) {
	q.Box = p.Box()
	for _, name := range []string{"bbox-crs", "crs"} {
		publish.Choice(p, name, []string{crs84}, crs84)
	}
	for _, name := range []string{"filter", "filter-lang", "filter-crs"} {
		if p.Text(name) != "" {
			p.Wrong(name, "koleksi ini digambar saat diminta dan tidak dapat disaring dengan filter; pakai within, kind, atau bbox",
				"this collection is drawn when it is asked for and takes no filter; use within, kind or bbox")
		}
	}
	if p.Text("datetime") != "" {
		p.Wrong("datetime", "koleksi ini menurut jalan dan penduduk hari ini; datetime tidak berlaku", "this collection is of the roads and people of today; it takes no datetime")
	}
	pg.limit = p.Int("limit", 1, mostLimit, ordinaryLimit)
	pg.offset = p.Int("offset", 0, 1<<30, 0)
	if pg.offset > 0 && q.Box != nil {
		p.Wrong("offset", "dengan bbox, ikuti tautan next, bukan offset", "with a bbox follow the link next; offset does not go with it")
	}
	pg.version = p.Text("version")
	if v := p.Text("after"); v != "" {
		var err error
		if pg.after, err = strconv.ParseInt(v, 10, 64); err != nil {
			p.Wrong("after", "after diambil dari tautan next, bukan ditulis sendiri", "after comes from a link next; it is not written by hand")
		}
	}
	return pg
}

// changed refuses a page of a moment that has gone: pages of two moments do not make
// one list.
func changed(asked, now string) error {
	return &gis.Error{Kind: gis.Conflict, Field: "version", Message: gis.T(
		"Jalan, fasilitas, atau penduduk berubah sejak halaman pertama (versi %s, kini %s); mulailah lagi dari halaman pertama",
		"Roads, facilities or people have changed since the first page (version %s, now %s); begin again at the first page", asked, now)}
}
