package travel

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"jangkau/gis"
	"jangkau/gis/network"
)

// way is one profile, under a variant or not, over one snapshot: the weighed roads,
// and where people and facilities join them.
type way struct {
	key        string // see gis.Profile.Key
	profile    gis.Profile
	engine     *gis.Engine
	demand     []gis.Located // by point; a place that is not on Earth is none
	facilities []gis.Located // by facility
}

// ways are the profiles and variants that somebody has asked for, made when first
// asked. Of a national network one is about a gigabyte, so there are no more than a
// few: the least recently asked goes first. Whoever holds it finishes with it.
type ways struct {
	snapshot *Snapshot
	most     int
	mu       sync.Mutex
	ready    []*way          // whole, most recently asked first; with old, no more than most
	old      map[string]*way // what may be taken over; fields that may not are nil
}

func newWays(s *Snapshot, old *Snapshot, most int) *ways {
	w := &ways{snapshot: s, most: most, old: map[string]*way{}}
	if old == nil || s.roads == nil || old.roads != s.roads {
		return w
	}
	old.ways.mu.Lock()
	defer old.ways.mu.Unlock()
	take := func(o *way) {
		if !s.current(o.profile) {
			return
		}
		switch {
		case s.demand == old.demand && s.facilities == old.facilities && o.facilities != nil:
			w.ready = append(w.ready, o)
		case s.demand == old.demand:
			w.old[o.key] = &way{key: o.key, profile: o.profile, engine: o.engine, demand: o.demand}
		default:
			w.old[o.key] = &way{key: o.key, profile: o.profile, engine: o.engine}
		}
	}
	for _, o := range old.ways.old {
		take(o)
	}
	for _, o := range old.ways.ready {
		take(o)
	}
	return w
}

// current reports whether the store still has these figures.
func (s *Snapshot) current(p gis.Profile) bool {
	for _, q := range s.profiles {
		if q.Name == p.Name {
			now, err := q.Under(p.Variant, max(p.Month, 1))
			return err == nil && reflect.DeepEqual(now, p)
		}
	}
	return false
}

// find returns a way that is ready and notes that it was asked for, the lock held.
func (w *ways) find(key string) *way {
	i := slices.IndexFunc(w.ready, func(x *way) bool { return x.key == key })
	if i < 0 {
		return nil
	}
	have := w.ready[i]
	w.ready = slices.Insert(slices.Delete(w.ready, i, i+1), 0, have)
	return have
}

// keep adds a way and lets go of what is too much, the lock held.
func (w *ways) keep(n *way) {
	delete(w.old, n.key)
	w.ready = slices.Insert(w.ready, 0, n)
	for key := range w.old {
		if len(w.ready)+len(w.old) > w.most {
			delete(w.old, key)
		}
	}
	for len(w.ready) > max(w.most, 1) {
		gone := w.ready[len(w.ready)-1]
		w.ready[len(w.ready)-1] = nil
		w.ready = w.ready[:len(w.ready)-1]
		w.snapshot.cache.dropIf(func(key any) bool {
			switch k := key.(type) {
			case targetsKey:
				return k.way == gone
			case standingKey:
				return k.way == gone
			}
			return false
		})
	}
}

// get makes a profile ready, or waits for whoever is at it.
func (w *ways) get(ctx context.Context, q Query) (*way, error) {
	p, err := w.snapshot.profile(q.Profile, q.Variant, q.AsOf)
	if err != nil {
		return nil, err
	}
	key := p.Key()
	w.mu.Lock()
	have := w.find(key)
	w.mu.Unlock()
	if have != nil {
		return have, nil
	}
	v, err := w.snapshot.flights.do(ctx, wayKey(key), func(ctx context.Context) (any, error) { return w.make(ctx, key, p) })
	if err != nil {
		return nil, err
	}
	return v.(*way), nil
}

type wayKey string

func (w *ways) make(ctx context.Context, key string, p gis.Profile) (*way, error) {
	s := w.snapshot
	w.mu.Lock()
	have, old := w.find(key), w.old[key]
	w.mu.Unlock()
	if have != nil { // since the caller's look
		return have, nil
	}
	if old == nil {
		old = &way{}
	}
	n := &way{key: key, profile: p, engine: old.engine, demand: old.demand}
	var err error
	if n.engine == nil {
		if n.engine, err = gis.NewEngine(s.roads, p); err != nil {
			return nil, err
		}
	}
	if n.demand == nil {
		points := s.demand.points
		n.demand, err = n.engine.LocateKept(ctx, "demand", len(points), func(i int) (gis.Spot, bool) {
			p := spot(points[i].Lon, points[i].Lat, points[i].Landmass)
			return p, onEarth(p)
		})
		if err != nil {
			return nil, err
		}
	}
	rows := s.facilities.rows
	n.facilities, err = n.engine.LocateKept(ctx, "facilities", len(rows), func(i int) (gis.Spot, bool) {
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
	if have := w.find(key); have != nil {
		return have, nil
	}
	w.keep(n)
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
	way   *way // and not its key: targets are strange to another engine
	kinds kindSet
	epoch int
}

// targets prepares the facilities that a question means, or takes them as kept.
func (s *Snapshot) targets(ctx context.Context, w *way, kinds kindSet, on Day) (*targets, error) {
	key := targetsKey{w, kinds, s.facilities.epoch(on)}
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
