package travel

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"jangkau/gis"
	"jangkau/gis/network"
)

// Snapshot is one version of everything that travel figures rest on.
type Snapshot struct {
	version    Version
	dataset    *DatasetInfo // nil where there is no dataset
	roads      *gis.Roads   // nil while they are being built
	profiles   []gis.Profile
	demand     *demand
	facilities *facilities
	inputs     PlaceInputs

	ranking *ranking
	ways    *ways
	flights *flight[any, any]
	cache   *lru[any, any]
}

// newSnapshot makes places and roads ready. What old has and the change left alone
// is taken over; old may be nil, and roads too, while they are being built.
func newSnapshot(p *Places, dataset *DatasetInfo, roads *gis.Roads, old *Snapshot, r *ranking, cacheBytes int64, engines int) *Snapshot {
	s := &Snapshot{
		version:  p.Version,
		dataset:  dataset,
		roads:    roads,
		profiles: p.Profiles,
		inputs:   p.Inputs,
		ranking:  r,
		flights:  newFlight[any, any](r.life),
	}
	same := func(revision func(Version) int64) bool {
		return old != nil && revision(old.version) == revision(p.Version)
	}
	// Another revision of the network may be another speed: only other roads move people.
	samePeople := same(func(v Version) int64 { return v.Wilayah }) && same(func(v Version) int64 { return v.Population }) &&
		same(func(v Version) int64 { return v.Dataset }) && old.version.Hash == p.Version.Hash
	if samePeople {
		s.demand = old.demand
	} else {
		s.demand = newDemand(p.Desa, p.Demand)
	}
	if samePeople && same(func(v Version) int64 { return v.Facility }) {
		s.facilities = old.facilities
	} else {
		s.facilities = newFacilities(p.Facilities, s.demand)
	}
	// Answers are kept by the version of their profile: one edited leaves the others'.
	if old != nil && roads != nil && old.roads == roads && old.facilities == s.facilities && old.cache.budget == cacheBytes && sameVersions(old.profiles, s.profiles) {
		s.cache = old.cache
	} else {
		s.cache = newLRU[any, any](cacheBytes)
	}
	s.ways = newWays(s, old, engines)
	return s
}

// sameVersions reports whether profiles that go by the same version are the same,
// as they always are where versions are given out by the store.
func sameVersions(a, b []gis.Profile) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Name == q.Name && p.Version == q.Version {
				v, w := p.Variants, q.Variants
				p.Variants, q.Variants = nil, nil
				if !reflect.DeepEqual(p, q) {
					return false
				}
				for _, x := range v {
					for _, y := range w {
						if x.ID == y.ID && x.Version == y.Version && !reflect.DeepEqual(x, y) {
							return false
						}
					}
				}
			}
		}
	}
	return true
}

// profile finds a profile by name, under a variant in a month. Not to have it is
// Invalid: the store has one for every name that the schema has, unless somebody
// took it away.
func (s *Snapshot) profile(name gis.TravelProfile, variant string, on Day) (gis.Profile, error) {
	for _, p := range s.profiles {
		if p.Name == name {
			p, err := p.Under(variant, int(on.Date().Month()))
			if gis.KindOf(err) == gis.Invalid {
				return p, s.elsewhere(name, variant, err)
			}
			return p, err
		}
	}
	var there []string
	for _, p := range s.profiles {
		there = append(there, string(p.Name))
	}
	list := strings.Join(there, ", ")
	return gis.Profile{}, &gis.Error{Kind: gis.Invalid, Field: "profile", Message: gis.T(
		"Profil perjalanan %s tidak tersedia. Yang ada: %s", "The travel profile %s is not available. There are: %s", name, list)}
}

// elsewhere says so where the variant belongs to another profile.
func (s *Snapshot) elsewhere(name gis.TravelProfile, variant string, err error) error {
	for _, p := range s.profiles {
		if slices.ContainsFunc(p.Variants, func(v gis.Variant) bool { return v.ID == variant }) {
			return &gis.Error{Kind: gis.Invalid, Field: "variant", Err: err, Message: gis.T(
				"Varian %q milik profil %s, bukan %s; pilih profile: %s", "The variant %q belongs to the profile %s, not to %s; ask with profile: %s",
				variant, p.Name, name, p.Name)}
		}
	}
	return err
}

// newRoads turns the rows of a dataset into roads. A nil dataset has none and
// covers nothing.
func newRoads(d *NetworkData) (*gis.Roads, error) {
	if d == nil {
		return gis.NewRoadsBuilder(gis.RoadOptions{Method: gis.CoverageDeclared}).Build()
	}
	b := gis.NewRoadsBuilder(d.Dataset.options())
	if len(d.NodeLat) != len(d.NodeLon) || len(d.NodeLandmass) != len(d.NodeLon) {
		return nil, fmt.Errorf("dataset %d: %d longitudes, %d latitudes and %d landmasses", d.Dataset.ID, len(d.NodeLon), len(d.NodeLat), len(d.NodeLandmass))
	}
	for i, lon := range d.NodeLon {
		b.AddNode(network.Point{Lon: lon, Lat: d.NodeLat[i]}, uint32(max(d.NodeLandmass[i], 0)))
	}
	var line []network.Point
	var node []network.Point
	for i, lon := range d.NodeLon {
		node = append(node, network.Point{Lon: lon, Lat: d.NodeLat[i]})
	}
	for i := range d.Edges {
		if e := &d.Edges[i]; int(e.From) >= len(node) || e.From < 0 {
			return nil, fmt.Errorf("dataset %d: edge %d begins at node %d of %d", d.Dataset.ID, i, e.From, len(node))
		}
	}
	// The store keeps roads in the order of their file; searches are faster where
	// neighbours lie together.
	for _, i := range network.SpatialOrder(len(d.Edges), func(i int) network.Point { return node[d.Edges[i].From] }) {
		e := &d.Edges[i]
		if len(e.Geom)%2 != 0 {
			return nil, fmt.Errorf("dataset %d: edge %d has %d coordinates", d.Dataset.ID, i, len(e.Geom))
		}
		line = appendPoints(line[:0], e.Geom)
		b.AddRoad(gis.Road{
			From: uint32(e.From), To: uint32(e.To),
			Class: e.Class, Surface: e.Surface, Tracktype: e.Tracktype, Smoothness: e.Smoothness, Structure: e.Structure, WayID: e.WayID,
			MaxSpeedKmh: float64(e.MaxSpeedKmh), Access: e.Access, FerryS: float64(e.FerryDurationS),
			LengthM: e.LengthM, Geometry: line,
		})
	}
	r, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("dataset %d: %w", d.Dataset.ID, err)
	}
	return r, nil
}

// appendPoints turns flat coordinates into points, in a slice used again for every
// edge: the builder keeps none of it.
func appendPoints(points []network.Point, flat []float64) []network.Point {
	for i := 0; i+1 < len(flat); i += 2 {
		points = append(points, network.Point{Lon: flat[i], Lat: flat[i+1]})
	}
	return points
}
