package gis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/twpayne/go-geom"

	"jangkau/gis/network"
)

// IsochroneQuestion asks for the country from which a place is reached, or that is
// reached from it, within some limits.
type IsochroneQuestion struct {
	At      Located // located by the same engine
	By      TravelMetric
	Towards bool      // travel is to the place
	Limits  []float64 // seconds or metres, as By says; more than 0 and rising
	Roads   bool      // the reached roads too
	Most    int       // crossings looked at; 0: MaxDrawnNodes
}

// Isochrone is one limit's answer.
type Isochrone struct {
	Limit float64
	// Area holds every node of the roads that is reached within the limit and none
	// that is not; off the roads, what is within the limit by a walk to the nearest
	// road. EPSG:4326; it may have many polygons, and holes.
	Area   *geom.MultiPolygon
	AreaM2 float64
	// Roads are the reached stretches, where asked for, with their length.
	Roads  []network.Piece
	RoadsM float64
}

// Check returns an [Invalid] error where the limits are no limits.
func (q *IsochroneQuestion) Check() error {
	ok := len(q.Limits) > 0 && slices.IsSorted(q.Limits)
	for i, l := range q.Limits {
		ok = ok && l > 0 && !math.IsInf(l, 0) && (i == 0 || l > q.Limits[i-1])
	}
	if !ok {
		field := "bandsMinutes"
		if q.By == ByDistance {
			field = "bandsKm"
		}
		return &Error{Kind: Invalid, Field: field, Message: T(
			"Batas harus lebih dari 0 dan naik, misalnya 15, 30, 60", "Limits must be more than 0 and rising, such as 15, 30, 60")}
	}
	return nil
}

// Isochrone answers by one search from the place up to the largest limit. Where there
// is no answer the reason says why, as for a trip. It costs the roads within the
// limit and those around, not the network. The error is [Invalid], also where that is
// more than Most, or the context's.
func (e *Engine) Isochrone(ctx context.Context, q IsochroneQuestion) ([]Isochrone, TripReason, error) {
	defer runtime.KeepAlive(e)
	if err := q.Check(); err != nil {
		return nil, NoReason, err
	}
	switch {
	case !q.At.Known:
		return nil, NoDemandPoint, nil
	case !q.At.Covered:
		return nil, RoadDataMissing, nil
	case !q.At.Joins:
		return nil, NoRoadWithinSnap, nil
	}
	s := newSampling(e, q.By, q.At.At, q.Limits[len(q.Limits)-1])
	s.most = cmp.Or(q.Most, MaxDrawnNodes)
	o := network.ReachOptions{Metric: metricOf(q.By), Limit: s.limit, Direction: network.Outbound, Spent: s.walk(q.At.SnapM)}
	if q.Towards {
		o.Direction = network.Inbound
	}
	cost := make(map[uint32]float64, 1<<12)
	err := e.weights.ReachedNodes(ctx, q.At.Position, o, func(id uint32, c float64) {
		if len(cost) > s.most {
			return
		}
		p, _ := e.roads.net.Node(id)
		cost[id] = c
		s.extend(p, c)
	})
	if err != nil {
		return nil, NoReason, fmt.Errorf("isochrone: %w", err)
	}
	if len(cost) > s.most {
		return nil, NoReason, tooWide(s.most)
	}
	s.extend(q.At.At, 0)
	s.add(q.At.At, 0, 0) // people near by walk straight to the place
	s.own(q.At, o.Spent, q.Towards)
	s.roads(q.Towards, func(node uint32) (float64, int32) {
		if c, ok := cost[node]; ok {
			return c, 0
		}
		return math.Inf(1), 0
	})
	if s.full() {
		return nil, NoReason, tooWide(s.most)
	}
	field := s.field()
	list := make([]Isochrone, len(q.Limits))
	for i, limit := range q.Limits {
		area := s.multiPolygon(field.Within(limit))
		list[i] = Isochrone{Limit: limit, Area: area, AreaM2: AreaKm2(area) * 1e6}
		if !q.Roads {
			continue
		}
		o.Limit = limit
		if list[i].Roads, err = e.weights.ReachedRoads(ctx, q.At.Position, o); err != nil {
			return nil, NoReason, fmt.Errorf("isochrone: %w", err)
		}
		for _, p := range list[i].Roads {
			list[i].RoadsM += p.ToM - p.FromM
		}
	}
	return list, NoReason, nil
}

func tooWide(most int) error {
	return &Error{Kind: Invalid, Message: T(
		"Luasan ini terlalu luas untuk digambar: lebih dari %d persimpangan. Perkecil batas waktu atau jaraknya",
		"This area is too large to draw: more than %d crossings. Ask for a smaller limit of time or distance", most)}
}
