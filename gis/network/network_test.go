package network_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jangkau/gis/network"
)

func TestBuilderRefuses(t *testing.T) {
	node := func(lon, lat float64) network.Node { return network.Node{Point: network.Point{Lon: lon, Lat: lat}} }
	a, b := node(110, -8), node(110.001, -8)
	line := []network.Point{a.Point, {Lon: 110.0005, Lat: -8}, b.Point}
	for name, c := range map[string]struct {
		nodes []network.Node
		edge  network.Edge
	}{
		"node off Earth":          {[]network.Node{a, node(110, -98)}, network.Edge{}},
		"node without place":      {[]network.Node{a, node(math.NaN(), 0)}, network.Edge{}},
		"no such node":            {[]network.Node{a, b}, network.Edge{To: 2}},
		"negative length":         {[]network.Node{a, b}, network.Edge{To: 1, LengthM: -1}},
		"length not a number":     {[]network.Node{a, b}, network.Edge{To: 1, LengthM: math.NaN()}},
		"endless":                 {[]network.Node{a, b}, network.Edge{To: 1, LengthM: math.Inf(1)}},
		"geometry of one vertex":  {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: line[:1]}},
		"geometry elsewhere":      {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: []network.Point{b.Point, a.Point}}},
		"vertex off Earth":        {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: []network.Point{a.Point, {Lon: 200}, b.Point}}},
		"too few cumulatives":     {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: line, CumulativeM: []float64{0, 100}}},
		"cumulatives fall":        {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: line, CumulativeM: []float64{0, 120, 100}}},
		"cumulatives end early":   {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: line, CumulativeM: []float64{0, 50, 90}}},
		"cumulatives start later": {[]network.Node{a, b}, network.Edge{To: 1, LengthM: 100, Geometry: line, CumulativeM: []float64{1, 50, 100}}},
	} {
		t.Run(name, func(t *testing.T) {
			bd := network.NewBuilder(flatM)
			for _, nd := range c.nodes {
				bd.AddNode(nd)
			}
			bd.AddEdge(c.edge)
			if _, err := bd.Build(); !errors.Is(err, network.ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
		})
	}
	spent := network.NewBuilder(flatM)
	must[*network.Network](t)(spent.Build())
	if _, err := spent.Build(); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("building twice: %v", err)
	}
	if _, err := network.NewBuilder(nil).Build(); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("no distance function: %v", err)
	}
}

func TestWeightsRefuse(t *testing.T) {
	r := lattice(2)
	w := r.build(t)
	n := w.Network()
	costs := network.Costs{ForwardS: r.forwardS, BackwardS: r.backwardS}
	if _, err := network.NewWeights(n, network.Costs{}, network.Quanta{}); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("no costs: %v", err)
	}
	if _, err := network.NewWeights(n, costs, network.Quanta{TimeS: -1}); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("negative quantum: %v", err)
	}
	// A street of 10 s in quanta of 10/2^31 s is 2^31 of them, which does not fit.
	if _, err := network.NewWeights(n, costs, network.Quanta{TimeS: 10.0 / (1 << 31)}); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("tiny quantum: %v", err)
	}
	for name, s := range map[string]network.Source{
		"off the network": {At: network.Position{Edge: 4}},
		"beyond its edge": {At: network.Position{Fraction: 1.5}},
		"not a number":    {At: network.Position{Fraction: math.NaN()}},
		"negative egress": {EgressS: -1},
		"endless egress":  {EgressM: math.Inf(1)},
	} {
		if _, err := w.NewSources([]network.Source{s}); !errors.Is(err, network.ErrInvalid) {
			t.Errorf("source %s: %v", name, err)
		}
	}
	if _, err := w.NewSources([]network.Source{{EgressS: 1e9}}); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("egress of 30 years: %v", err)
	}
	other := must[*network.Sources](t)(lattice(2).build(t).NewSources(nil))
	if _, err := w.NearestAll(t.Context(), network.ByTime, other); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("sources of other weights: %v", err)
	}
	if _, err := w.ReachedRoads(t.Context(), network.NoPosition, network.ReachOptions{Limit: 1}); !errors.Is(err, network.ErrInvalid) {
		t.Errorf("reach from nowhere: %v", err)
	}
}

// A road of three streets of 10 s, in quanta of 10/2^30 s: each weighs 2^30 and
// two of them 2^31, which does not fit. One street on is reached; two is an error,
// never a wrapped or missing answer.
func TestSumsThatOverflow(t *testing.T) {
	r := &roads{quanta: network.Quanta{TimeS: 10.0 / (1 << 30)}}
	for i := range 4 {
		r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 110 + float64(i)/1000, Lat: -8}})
	}
	for i := range uint32(3) {
		r.addEdge(network.Edge{From: i, To: i + 1, LengthM: 100}, 10, 10)
	}
	w := r.build(t)
	from := network.Position{Edge: 0}
	src := must[*network.Sources](t)(w.NewSources([]network.Source{{At: network.Position{Edge: 0, Fraction: 1}}, {At: network.Position{Edge: 2, Fraction: 1}}}))
	if routes, _, err := w.NearestK(t.Context(), network.ByTime, from, src, 1); err != nil || routes[0].DurationS != 10 {
		t.Errorf("nearest: %+v, %v", routes, err)
	}
	if _, _, err := w.NearestK(t.Context(), network.ByTime, from, src, 2); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("two nearest: %v", err)
	}
	far := must[*network.Sources](t)(w.NewSources([]network.Source{{At: network.Position{Edge: 2, Fraction: 1}}}))
	if _, err := w.NearestAll(t.Context(), network.ByTime, far); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("nearest of all: %v", err)
	}
	if _, err := w.ReachedRoads(t.Context(), from, network.ReachOptions{Limit: 30}); !errors.Is(err, network.ErrOverflow) {
		t.Errorf("reach of 30 s: %v", err)
	}
	if p, err := w.ReachedRoads(t.Context(), from, network.ReachOptions{Limit: 5}); err != nil || len(p) != 1 || p[0].ToM != 50 {
		t.Errorf("reach of 5 s: %v, %v", p, err)
	}
	labels := nearestAll(t, w, network.ByDistance, []network.Source{{At: network.Position{Edge: 2, Fraction: 1}}})
	defer labels.Close()
	if got := labels.Trip(from); got.DistanceM != 300 {
		t.Errorf("by distance: %+v", got)
	}
}

// Reasons have an order: no facility at all, then no road, then no way.
func TestReasons(t *testing.T) {
	r := lattice(2)
	a := uint32(len(r.nodes))
	r.nodes = append(r.nodes, network.Node{Point: network.Point{Lon: 111, Lat: -8}}, network.Node{Point: network.Point{Lon: 111, Lat: -7}})
	island := network.Position{Edge: r.addEdge(network.Edge{From: a, To: a + 1, LengthM: 1}, 1, 1), Fraction: 0.5}
	w := r.build(t)
	town := network.Position{Edge: 0, Fraction: 0.5}
	for _, c := range []struct {
		sources []network.Source
		from    network.Position
		want    network.Reason
	}{
		{nil, network.NoPosition, network.NoFacility},
		{nil, town, network.NoFacility},
		{[]network.Source{{At: town}}, network.NoPosition, network.NoRoadWithinSnap},
		{[]network.Source{{At: network.NoPosition}}, town, network.NoRoadWithinSnap},
		{[]network.Source{{At: town}}, island, network.OtherComponent},
		{[]network.Source{{At: network.NoPosition}, {At: town}}, town, network.NoReason},
	} {
		src := must[*network.Sources](t)(w.NewSources(c.sources))
		labels := must[*network.Labels](t)(w.NearestAll(t.Context(), network.ByTime, src))
		trip := labels.Trip(c.from)
		_, reason, err := w.NearestK(t.Context(), network.ByTime, c.from, src, 3)
		if trip.Reason != c.want || reason != c.want || err != nil || (trip.Status == network.Reached) != (c.want == network.NoReason) {
			t.Errorf("%v from %v: %+v, %v, %v; want %v", c.sources, c.from, trip, reason, err, c.want)
		}
		labels.Close()
		labels.Close()
	}
}

func TestEmptyNetwork(t *testing.T) {
	w := (&roads{}).build(t)
	labels := nearestAll(t, w, network.ByTime, []network.Source{{At: network.NoPosition}})
	defer labels.Close()
	if got := labels.Trip(network.Position{}); got.Reason != network.NoRoadWithinSnap {
		t.Errorf("%+v", got)
	}
}

func TestCancelled(t *testing.T) {
	w := latticeRoads(100, 1).build(t) // 10,000 nodes: more than are settled between two looks
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	at := network.Position{Edge: 1, Fraction: 0.5}
	src := must[*network.Sources](t)(w.NewSources([]network.Source{{At: at}}))
	if _, err := w.NearestAll(ctx, network.ByTime, src); !errors.Is(err, context.Canceled) {
		t.Errorf("NearestAll: %v", err)
	}
	if _, _, err := w.NearestK(ctx, network.ByTime, at, src, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("NearestK: %v", err)
	}
	if _, err := w.ReachedRoads(ctx, at, network.ReachOptions{Limit: 1e6}); !errors.Is(err, context.Canceled) {
		t.Errorf("ReachedRoads: %v", err)
	}
	// What a cancelled search left behind does not reach the next one.
	labels := must[*network.Labels](t)(w.NearestAll(t.Context(), network.ByTime, src))
	defer labels.Close()
	if got := labels.Trip(at); got.Status != network.Reached || got.DurationS != 0 {
		t.Errorf("after cancelling: %+v", got)
	}
}

// Many searches share one network and its pools; each must give what it gives alone.
func TestConcurrentSearches(t *testing.T) {
	r := latticeRoads(40, 3)
	w := r.build(t)
	type answer struct {
		Trip   network.Trip
		Routes []network.Route
		Pieces []network.Piece
		Snap   network.Snap
	}
	ask := func(seed uint64) answer {
		rng := rand.New(rand.NewPCG(51, seed))
		anywhere := func() network.Position {
			return network.Position{Edge: uint32(rng.IntN(len(r.edges))), Fraction: rng.Float64()}
		}
		m := network.Metric(seed % 2)
		src, err := w.NewSources([]network.Source{{At: anywhere()}, {At: anywhere()}, {At: anywhere()}})
		if err != nil {
			t.Error(err)
			return answer{}
		}
		from := anywhere()
		labels, err := w.NearestAll(t.Context(), m, src)
		if err != nil {
			t.Error(err)
			return answer{}
		}
		defer labels.Close()
		routes, _, err1 := w.NearestK(t.Context(), m, from, src, 2)
		pieces, err2 := w.ReachedRoads(t.Context(), from, network.ReachOptions{Metric: m, Limit: 200})
		if err := errors.Join(err1, err2); err != nil {
			t.Error(err)
		}
		p := network.Point{Lon: 110 + 0.04*rng.Float64(), Lat: -8 + 0.04*rng.Float64()}
		return answer{labels.Trip(from), routes, pieces, w.Snap(p, network.SnapOptions{})}
	}
	const seeds = 40
	alone := make([]answer, seeds)
	for i := range alone {
		alone[i] = ask(uint64(i))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range alone {
				if diff := cmp.Diff(alone[i], ask(uint64(i))); diff != "" {
					t.Errorf("search %d differs in company:\n%s", i, diff)
				}
			}
		})
	}
	wg.Wait()
}

// An edge of 400 m whose vertices lie at 0, 100 and 300 m of a 300 m drawing is
// stretched by 4/3: they lie at 0, 133.3 and 400 m.
func TestPolyline(t *testing.T) {
	a, b, c := network.Point{Lon: 110, Lat: -8}, network.Point{Lon: 110.001, Lat: -8}, network.Point{Lon: 110.001, Lat: -7.998}
	r := &roads{nodes: []network.Node{{Point: a}, {Point: c}}}
	r.addEdge(network.Edge{From: 0, To: 1, LengthM: 400, Geometry: []network.Point{a, b, c}}, 1, 1)
	r.addEdge(network.Edge{From: 0, To: 1, LengthM: 400, Geometry: []network.Point{a, b, c}, CumulativeM: []float64{0, 300, 400}}, 1, 1)
	n := r.build(t).Network()
	for _, tc := range []struct {
		edge       uint32
		fromM, toM float64
		want       []network.Point
	}{
		{0, 0, 400, []network.Point{a, b, c}},
		{0, 400, -5, []network.Point{c, b, a}},
		{0, 400.0 / 6, 800.0 / 3, []network.Point{{Lon: 110.0005, Lat: -8}, b, {Lon: 110.001, Lat: -7.999}}},
		{0, 400.0 / 6, 400.0 / 12, []network.Point{{Lon: 110.0005, Lat: -8}, {Lon: 110.00025, Lat: -8}}},
		{1, 150, 350, []network.Point{{Lon: 110.0005, Lat: -8}, b, {Lon: 110.001, Lat: -7.999}}},
	} {
		near := cmp.Comparer(func(x, y float64) bool { return math.Abs(x-y) < 1e-12 })
		if diff := cmp.Diff(tc.want, n.Polyline(tc.edge, tc.fromM, tc.toM), near); diff != "" {
			t.Errorf("edge %d from %v to %v m:\n%s", tc.edge, tc.fromM, tc.toM, diff)
		}
	}
}
