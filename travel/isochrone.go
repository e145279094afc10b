package travel

import (
	"context"
	"runtime"

	"jangkau/gis"
	"jangkau/gis/network"
)

// Isochrone is what can reach a place within some limits.
type Isochrone struct {
	Reason gis.TripReason // why there are no bands; "" where there are
	Bands  []IsochroneBand
	roads  *gis.Roads
}

// IsochroneBand is one limit's area and roads, with the people and the desa (by
// their median person) whose trip to the place is within.
type IsochroneBand struct {
	gis.Isochrone
	People, Desa int
}

// Line is a stretch of road, drawn.
func (i *Isochrone) Line(p network.Piece) []network.Point {
	defer runtime.KeepAlive(i) // and with it the file that the roads lie in
	return i.roads.Network().Polyline(p.Edge, p.FromM, p.ToM)
}

// Place returns where a facility stands. It fails with NotFound where there is none
// of that id, and with Invalid where it has no coordinates of its own: an area drawn
// around its desa's point would be taken for its own.
func (p *Pinned) Place(facility int64) (Origin, gis.FacilityKind, error) {
	r, err := p.facility(facility)
	if err != nil {
		return Origin{}, "", err
	}
	if r.Quality == gis.LocatedDesa || r.Quality == gis.LocatedNone || !r.HasPoint {
		return Origin{}, "", &gis.Error{Kind: gis.Invalid, Field: "facility", Message: gis.T(
			"Fasilitas %d tidak punya koordinat sendiri; isokron memerlukannya. Lengkapi koordinatnya, atau tanyakan dari suatu titik",
			"Facility %d has no coordinates of its own, which an isochrone needs. Give it coordinates, or ask for a point", facility)}
	}
	return Origin{Lon: r.Lon, Lat: r.Lat, Landmass: r.Landmass}, r.Kind, nil
}

// Isochrone finds what can reach a place within limits, seconds or metres as q.By
// says; q's kinds do not matter. It fails with Invalid for limits that are none, a
// point not on Earth, or an unknown profile, variant or metric; and with the
// context's error.
func (p *Pinned) Isochrone(ctx context.Context, q Query, to Origin, limits []float64) (*Isochrone, error) {
	q.Kinds = gis.FacilityKinds
	if _, err := p.check(&q); err != nil {
		return nil, err
	}
	ask := gis.IsochroneQuestion{By: q.By, Towards: true, Limits: limits, Roads: true}
	if err := ask.Check(); err != nil {
		return nil, err
	}
	at := spot(to.Lon, to.Lat, to.Landmass)
	if !onEarth(at) {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "to", Message: gis.T(
			"Titik bujur %v lintang %v tidak ada di bumi; bujur -180 s.d. 180, lintang -90 s.d. 90",
			"The point lon %v lat %v is not on Earth; lon is -180 to 180, lat -90 to 90", to.Lon, to.Lat)}
	}
	s := p.snapshot
	if p.Building() {
		return &Isochrone{Reason: gis.NetworkBuilding}, nil
	}
	w, err := s.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	if ask.At, err = w.engine.Locate(at); err != nil {
		return nil, err
	}
	bands, reason, err := p.drawIsochrone(ctx, w, ask)
	if err != nil {
		return nil, err
	}
	out := &Isochrone{Reason: reason, roads: s.roads, Bands: make([]IsochroneBand, len(bands))}
	if len(bands) == 0 {
		return out, nil
	}
	counts, err := p.countWithin(ctx, w, q, ask.At, limits)
	if err != nil {
		return nil, err
	}
	for i, b := range bands {
		out.Bands[i] = IsochroneBand{Isochrone: b, People: counts[i].people, Desa: counts[i].desa}
	}
	return out, nil
}

// drawIsochrone takes a slot: a search around a place has buffers as long as the whole
// network's list of nodes.
func (p *Pinned) drawIsochrone(ctx context.Context, w *way, ask gis.IsochroneQuestion) ([]gis.Isochrone, gis.TripReason, error) {
	if err := p.take(ctx); err != nil {
		return nil, "", err
	}
	defer p.give()
	return w.engine.Isochrone(ctx, ask)
}
