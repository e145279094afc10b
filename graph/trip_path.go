package graph

import (
	"context"
	"encoding/json"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/geojson"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/graph/model"
	"jangkau/travel"
)

// tripPath finds the way between two places, or to the nearest of some kinds.
func (q *request) tripPath(ctx context.Context, from model.TravelEnd, to *model.TravelEnd, asked model.TravelAsked) (*model.TripPath, error) {
	if (to == nil) == (len(asked.Kinds) == 0) {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "to", Message: gis.T(
			"Sebutkan satu tujuan: suatu tempat (to) atau jenis fasilitas (kind)", "Name one destination: a place (to) or kinds of facilities (kind)")}
	}
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	start, err := q.end(ctx, p, "from", from)
	if err != nil {
		return nil, err
	}
	var end *travel.Place
	if to != nil {
		place, err := q.end(ctx, p, "to", *to)
		if err != nil {
			return nil, err
		}
		end = &place
	}
	found, err := p.Path(ctx, queryOf(asked), start, end)
	if err != nil {
		return nil, err
	}
	if end == nil && found.FacilityID != 0 {
		place, err := p.FacilityPlace(found.FacilityID)
		if err != nil {
			return nil, err
		}
		end = &place
	}
	out := &model.TripPath{Status: found.Status, From: q.placed([]travel.Place{start})[0], Legs: found.Legs}
	if found.Status == gis.Reached {
		out.DistanceM, out.DurationS = &found.DistanceM, &found.DurationS
	} else {
		out.Reason = &found.Reason
	}
	if end != nil {
		out.To = q.placed([]travel.Place{*end})[0]
		if end.Facility != 0 {
			asked.Reached = append(asked.Reached, end.Facility)
		}
	}
	out.Asked = asked
	return out, nil
}

// end resolves the one place that an end of a trip names.
func (q *request) end(ctx context.Context, p *travel.Pinned, field string, e model.TravelEnd) (travel.Place, error) {
	places := model.TravelPlaces{}
	named := 0
	if e.Point != nil {
		places.Points = []*model.PointInput{e.Point}
		named++
	}
	if e.Facility != nil {
		places.Facilities = []string{*e.Facility}
		named++
	}
	if e.Desa != nil {
		places.Desa = []gis.WilayahCode{*e.Desa}
		named++
	}
	if named != 1 {
		return travel.Place{}, &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Sebutkan tepat satu: titik (point), fasilitas (facility), atau desa", "Name exactly one: a point, a facility or a desa")}
	}
	list, err := q.places(ctx, p, field, places)
	if err != nil {
		return travel.Place{}, err
	}
	return list[0], nil
}

// lineOf draws a line; one place twice where it has no length.
func lineOf(line []network.Point) (json.RawMessage, error) {
	flat := make([]float64, 0, 2*len(line))
	for _, p := range line {
		flat = append(flat, p.Lon, p.Lat)
	}
	return geojson.Marshal(geom.NewLineStringFlat(geom.XY, flat), geojson.EncodeGeometryWithMaxDecimalDigits(decimals))
}

// wholeLine joins the legs of a trip; nil where there is no trip.
func wholeLine(t *model.TripPath) (json.RawMessage, error) {
	if t.Status != gis.Reached {
		return nil, nil
	}
	var line []network.Point
	for _, l := range t.Legs {
		rest := l.Line
		if len(line) > 0 && line[len(line)-1] == rest[0] {
			rest = rest[1:]
		}
		line = append(line, rest...)
	}
	if len(line) == 0 { // the two places are one
		at := network.Point{Lon: t.From.Point.Lon, Lat: t.From.Point.Lat}
		line = []network.Point{at, at}
	}
	return lineOf(line)
}

var tripPathMethod = gis.T(
	"Perjalanan lewat jaringan jalan: jalan kaki ke jalan, jalan dan feri, lalu jalan kaki ke tujuan, atau jalan kaki seluruhnya bila lebih dekat; desa diwakili titik dengan penduduk terbanyak",
	"The trip over the road network: on foot to the road, roads and ferries, on foot to the destination, or on foot all the way where that is nearer; a desa by the point where most of its people live")

func (q *request) tripPathProvenance(ctx context.Context, t *model.TripPath) (*model.Provenance, error) {
	told := &told{q: q, method: tripPathMethod}
	ask := gis.EvidenceQuestion{AsOf: t.Asked.AsOf, Used: t.Asked.Reached, People: true}
	if err := told.travelled(ctx, t.Asked, &ask); err != nil {
		return nil, err
	}
	return told.provenance(ctx, ask)
}
