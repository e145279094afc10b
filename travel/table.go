package travel

import (
	"context"
	"slices"

	"jangkau/gis"
)

// Place is one end of a table's trips: a point, a facility or a desa.
type Place struct {
	Origin
	Known    bool // there is a point
	Facility int64
	Desa     gis.WilayahCode
}

// MaxDestinations and MaxPairs bound a table: each destination takes a search, each
// pair some 100 bytes.
const (
	MaxDestinations = 1_000
	MaxPairs        = 1_000_000
)

// FacilityPlace is where a facility stands, its desa's point where it has none of its
// own. It fails with NotFound.
func (p *Pinned) FacilityPlace(id int64) (Place, error) {
	r, err := p.facility(id)
	if err != nil {
		return Place{}, err
	}
	return r.place(), nil
}

func (p *Pinned) facility(id int64) (*FacilityRow, error) {
	i, err := p.facilityIndex(id)
	if err != nil {
		return nil, err
	}
	return &p.snapshot.facilities.rows[i], nil
}

func (p *Pinned) facilityIndex(id int64) (int, error) {
	i, found := p.snapshot.facilities.index(id)
	if !found {
		return 0, &gis.Error{Kind: gis.NotFound, Field: "facility", Message: gis.T(
			"Fasilitas %d tidak ada; id-nya dapat dicari dengan facilities", "There is no facility %d; facilities lists their ids", id)}
	}
	return i, nil
}

func (r *FacilityRow) place() Place {
	return Place{Origin: Origin{Lon: r.Lon, Lat: r.Lat, Landmass: r.Landmass}, Known: r.HasPoint, Facility: r.ID}
}

// DesaPlace is where most people of a desa live; one that is not listed, or without a
// point, has no place.
func (p *Pinned) DesaPlace(code gis.WilayahCode) Place {
	out := Place{Desa: code}
	if d := p.snapshot.demand.heaviest(code); d != nil {
		out.Origin, out.Known = Origin{Lon: d.Lon, Lat: d.Lat, Landmass: d.Landmass}, true
	}
	return out
}

// OpenPlaces are those of some facilities that are open today, in their order. The
// error is Invalid where none of the kinds can be travelled to.
func (p *Pinned) OpenPlaces(ids []int64, kinds []gis.FacilityKind) ([]Place, error) {
	set, err := destinationKinds(kinds)
	if err != nil {
		return nil, err
	}
	var list []Place
	for _, id := range ids {
		i, ok := p.snapshot.facilities.index(id)
		if !ok { // loaded since the snapshot
			continue
		}
		if r := &p.snapshot.facilities.rows[i]; set.has(r.Kind) && r.openOn(p.today) {
			list = append(list, r.place())
		}
	}
	return list, nil
}

// Table finds the trips between all of from and all of to, row by row; q's kinds do
// not matter. It fails with Invalid for a table too large, or as Nearest, and with the
// context's error.
func (p *Pinned) Table(ctx context.Context, q Query, from, to []Place) ([][]gis.Trip, error) {
	q.Kinds = gis.FacilityKinds
	if _, err := p.check(&q); err != nil {
		return nil, err
	}
	if len(to) > MaxDestinations || len(from)*len(to) > MaxPairs {
		return nil, &gis.Error{Kind: gis.Invalid, Field: "to", Message: gis.T(
			"Tabel %d x %d terlalu besar: paling banyak %d tujuan dan %d pasangan. Bagi menurut kecamatan atau jenis",
			"A table of %d x %d is too large: at most %d destinations and %d pairs. Split it by kecamatan or by kind",
			len(from), len(to), MaxDestinations, MaxPairs)}
	}
	if p.Building() {
		return waitingTable(len(from), len(to)), nil
	}
	w, err := p.snapshot.ways.get(ctx, q)
	if err != nil {
		return nil, err
	}
	located := func(list []Place) ([]gis.Located, error) {
		return w.engine.LocateAll(ctx, len(list), func(i int) (gis.Spot, bool) {
			s := spot(list[i].Lon, list[i].Lat, list[i].Landmass)
			return s, list[i].Known && onEarth(s)
		})
	}
	rows, err := located(from)
	if err != nil {
		return nil, err
	}
	columns, err := located(to)
	if err != nil {
		return nil, err
	}
	if err := p.take(ctx); err != nil {
		return nil, err
	}
	defer p.give()
	defer p.snapshot.ranking.lacks(w.engine, q.By)
	return w.engine.Table(ctx, q.By, rows, columns)
}

func waitingTable(rows, columns int) [][]gis.Trip {
	table := make([][]gis.Trip, rows)
	for i := range table {
		table[i] = slices.Repeat([]gis.Trip{gis.NoTrip(gis.NotComputed, gis.NetworkBuilding)}, columns)
	}
	return table
}
