package graph

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/geojson"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// isochroneAsked are the arguments of an isochrone.
type isochroneAsked struct {
	to       *model.PointInput
	facility *string
	travel   model.TravelAsked
	minutes  []int
	km       []float64
}

// maxBands bounds an answer: each band has an area of some thousand vertices.
const maxBands = 12

// isochrone finds what can reach a point or a facility within limits.
func (q *request) isochrone(ctx context.Context, a isochroneAsked) (*model.Isochrone, error) {
	if (a.to == nil) == (a.facility == nil) {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "to", Message: gis.T(
			"Sebutkan satu tujuan: titik (to) atau fasilitas (facility)", "Name one place: a point (to) or a facility (facility)")}
	}
	limits := slices.Clone(a.km)
	unit := 1000.0 // metres
	if a.travel.By == gis.ByTime {
		limits, unit = make([]float64, len(a.minutes)), 60
		for i, m := range a.minutes {
			limits[i] = float64(m)
		}
	}
	if len(limits) > maxBands {
		field := "bandsMinutes"
		if a.travel.By == gis.ByDistance {
			field = "bandsKm"
		}
		return nil, &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Paling banyak %d batas dalam satu pertanyaan", "At most %d limits in one question", maxBands)}
	}
	for i := range limits {
		limits[i] *= unit
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	out := &model.Isochrone{Asked: a.travel, By: a.travel.By}
	at, err := q.placeOf(ctx, p, a, out)
	if err != nil {
		return nil, err
	}
	found, err := p.Isochrone(ctx, queryOf(a.travel), at, limits)
	if err != nil {
		return nil, err
	}
	out.Status = gis.Reached
	if found.Reason != gis.NoReason {
		out.Reason, out.Status = &found.Reason, gis.NotComputed
		if found.Reason == gis.NoRoadWithinSnap {
			out.Status = gis.Unreachable
		}
	}
	for _, b := range found.Bands {
		band := &model.IsochroneBand{Found: found, Band: b, People: b.People, Desa: b.Desa, RoadsKm: thousandth(b.RoadsM / 1000), AreaKm2: thousandth(b.AreaM2 / 1e6)}
		limit := b.Limit / unit
		if a.travel.By == gis.ByTime {
			band.Minutes = &limit
		} else {
			band.Km = &limit
		}
		out.Bands = append(out.Bands, band)
	}
	return out, nil
}

// placeOf finds the place asked for, and notes its facility.
func (q *request) placeOf(ctx context.Context, p *travel.Pinned, a isochroneAsked, out *model.Isochrone) (travel.Origin, error) {
	if a.to != nil {
		if err := inIndonesia("to", *a.to); err != nil {
			return travel.Origin{}, err
		}
		place, err := q.reader.PlaceOf(ctx, a.to.Lon, a.to.Lat)
		return travel.Origin{Lon: a.to.Lon, Lat: a.to.Lat, Landmass: place.Landmass}, err
	}
	id, err := parseID("facility", *a.facility)
	if err != nil {
		return travel.Origin{}, err
	}
	at, kind, err := p.Place(id)
	if err != nil {
		return at, err
	}
	out.FacilityID = &id
	out.Asked.Kinds, out.Asked.Reached = []gis.FacilityKind{kind}, []int64{id}
	q.facility.expect(id)
	return at, nil
}

// thousandth rounds what is drawn no more finely than that.
func thousandth(x float64) float64 { return math.Round(x*1000) / 1000 }

// decimals of a degree in shapes: the seventh is a centimetre.
const decimals = 7

func areaJSON(b *model.IsochroneBand) (json.RawMessage, error) {
	return geojson.Marshal(b.Band.Area, geojson.EncodeGeometryWithMaxDecimalDigits(decimals))
}

func roadsJSON(b *model.IsochroneBand) (json.RawMessage, error) {
	var flat []float64
	ends := make([]int, 0, len(b.Band.Roads))
	for _, piece := range b.Band.Roads {
		for _, p := range b.Found.Line(piece) {
			flat = append(flat, p.Lon, p.Lat)
		}
		ends = append(ends, len(flat))
	}
	return geojson.Marshal(geom.NewMultiLineStringFlat(geom.XY, flat, ends), geojson.EncodeGeometryWithMaxDecimalDigits(decimals))
}

// isochroneProvenance tells what an isochrone rests on.
func (q *request) isochroneProvenance(ctx context.Context, i *model.Isochrone) (*model.Provenance, error) {
	t := &told{q: q, method: isochroneMethod}
	ask := gis.EvidenceQuestion{AsOf: i.Asked.AsOf, Used: i.Asked.Reached, People: true}
	if err := t.travelled(ctx, i.Asked, &ask); err != nil {
		return nil, err
	}
	return t.provenance(ctx, ask)
}

var isochroneMethod = gis.T(
	"Satu pencarian dari tempat itu melawan arah perjalanan sampai batas terbesar; luasan memuat tepat persimpangan yang terjangkau, dan di luar jalan sejauh orang berjalan ke jalan terdekat dalam batas itu; penduduk menurut perjalanan tiap titik penduduk",
	"One search from the place against the direction of travel up to the largest limit; the area holds exactly the crossings that are reached and, off the roads, what is within the limit by a walk to the nearest road; people by the trip from each demand point")
