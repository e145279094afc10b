package travel

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"jangkau/gis"
	"jangkau/gis/network"
)

// way is one profile over one snapshot: the weighed roads, and where people and
// facilities join them.
type way struct {
	profile    gis.Profile
	engine     *gis.Engine
	demand     []gis.Located // by point; a place that is not on Earth is none
	facilities []gis.Located // by facility
}

// ways are the profiles that somebody has asked for, made when first asked.
type ways struct {
	snapshot *Snapshot
	mu       sync.Mutex
	ready    map[gis.TravelProfile]*way
	old      map[gis.TravelProfile]*way // what may be taken over; fields that may not are nil
}

func newWays(s *Snapshot, old *Snapshot) *ways {
	w := &ways{snapshot: s, ready: map[gis.TravelProfile]*way{}, old: map[gis.TravelProfile]*way{}}
	if old == nil || s.roads == nil || old.roads != s.roads {
		return w
	}
	old.ways.mu.Lock()
	defer old.ways.mu.Unlock()
	for _, from := range []map[gis.TravelProfile]*way{old.ways.old, old.ways.ready} {
		for name, o := range from {
			if p, err := s.profile(name); err != nil || !reflect.DeepEqual(p, o.profile) {
				continue
			}
			take := &way{profile: o.profile, engine: o.engine}
			if s.demand == old.demand {
				take.demand = o.demand
			}
			w.old[name] = take
		}
	}
	return w
}

// get makes a profile ready, or waits for whoever is at it.
func (w *ways) get(ctx context.Context, name gis.TravelProfile) (*way, error) {
	w.mu.Lock()
	have := w.ready[name]
	w.mu.Unlock()
	if have != nil {
		return have, nil
	}
	v, err := w.snapshot.flights.do(ctx, name, func(ctx context.Context) (any, error) { return w.make(ctx, name) })
	if err != nil {
		return nil, err
	}
	return v.(*way), nil
}

func (w *ways) make(ctx context.Context, name gis.TravelProfile) (*way, error) {
	s := w.snapshot
	p, err := s.profile(name)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	have, old := w.ready[name], w.old[name]
	w.mu.Unlock()
	if have != nil { // since the caller's look
		return have, nil
	}
	if old == nil {
		old = &way{}
	}
	n := &way{profile: p, engine: old.engine, demand: old.demand}
	if n.engine == nil {
		if n.engine, err = gis.NewEngine(s.roads, p); err != nil {
			return nil, err
		}
	}
	if n.demand == nil {
		points := s.demand.points
		n.demand, err = n.engine.LocateAll(ctx, len(points), func(i int) (gis.Spot, bool) {
			p := spot(points[i].Lon, points[i].Lat, points[i].Landmass)
			return p, onEarth(p)
		})
		if err != nil {
			return nil, err
		}
	}
	rows := s.facilities.rows
	n.facilities, err = n.engine.LocateAll(ctx, len(rows), func(i int) (gis.Spot, bool) {
		p := spot(rows[i].Lon, rows[i].Lat, rows[i].Landmass)
		return p, rows[i].HasPoint && onEarth(p)
	})
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	// A flight that everybody has left may come to its end beside the next one. The
	// first to finish counts: targets prepared on it are strange to another engine.
	if have := w.ready[name]; have != nil {
		return have, nil
	}
	w.ready[name] = n
	delete(w.old, name)
	s.ranking.add(n.engine)
	return n, nil
}

func spot(lon, lat float64, landmass int32) gis.Spot {
	return gis.Spot{At: network.Point{Lon: lon, Lat: lat}, Landmass: uint32(max(landmass, 0))}
}

func onEarth(s gis.Spot) bool {
	return s.At.Lon >= -180 && s.At.Lon <= 180 && s.At.Lat >= -90 && s.At.Lat <= 90 // false for NaN
}

// targets are the facilities of a question made ready to travel to.
type targets struct {
	facility     []int32 // destination -> facility of the snapshot
	destinations *gis.Destinations
}

type targetsKey struct {
	profile gis.TravelProfile
	kinds   kindSet
	epoch   int
}

// targets prepares the facilities that a question means, or takes them as kept.
func (s *Snapshot) targets(ctx context.Context, w *way, kinds kindSet, on Day) (*targets, error) {
	key := targetsKey{w.profile.Name, kinds, s.facilities.epoch(on)}
	if v, ok := s.cache.get(key); ok {
		return v.(*targets), nil
	}
	v, err := s.flights.do(ctx, key, func(context.Context) (any, error) {
		if v, ok := s.cache.get(key); ok { // since the look above
			return v, nil
		}
		t := &targets{facility: s.facilities.open(kinds, on)}
		located := make([]gis.Located, len(t.facility))
		for i, f := range t.facility {
			located[i] = w.facilities[f]
		}
		var err error
		if t.destinations, err = w.engine.Destinations(slices.Clip(located)); err != nil {
			return nil, err
		}
		s.cache.put(key, t, 400*int64(len(located))+int64(s.roads.Network().NodeCount()/8)+1000)
		return t, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*targets), nil
}
