package network_test

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// pgRouting's pgr_dijkstraCost is exact and shares nothing with our code: an oracle
// that others wrote. (Its drivingDistance with equicost and its dijkstraNearCost are
// not: the first is off for some nodes, the second leaves out origins that stand on
// a facility.) It gets our weights in whole quanta, so that equal means equal.

// pgEdge is a row of its table of edges; a closed direction costs -1.
type pgEdge struct{ id, source, target, cost, reverse int64 }

// pgRouting is a database of the test's own with the extension and the edges. Where
// the extension is missing it skips; in CI it must be there.
func pgRouting(t testing.TB, edges []pgEdge) *pgx.Conn {
	t.Helper()
	ctx := context.Background()
	owner, _ := dbtest.New(t, nil)
	c, err := pgx.Connect(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(ctx) })
	var there bool
	if err := c.QueryRow(ctx, `select exists (select 1 from pg_available_extensions where name = 'pgrouting')`).Scan(&there); err != nil {
		t.Fatal(err)
	}
	if !there && os.Getenv("CI") != "true" {
		t.Skip("pgRouting is not installed: scripts/setup --tests")
	}
	if _, err := c.Exec(ctx, `create extension pgrouting; create table edge (id bigint, source bigint, target bigint, cost float8, reverse_cost float8)`); err != nil {
		t.Fatal(err)
	}
	_, err = c.CopyFrom(ctx, pgx.Identifier{"edge"}, []string{"id", "source", "target", "cost", "reverse_cost"},
		pgx.CopyFromSlice(len(edges), func(i int) ([]any, error) {
			e := edges[i]
			return []any{e.id, e.source, e.target, float64(e.cost), float64(e.reverse)}, nil
		}))
	if err == nil {
		_, err = c.Exec(ctx, `analyze edge`)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// super is the node that every facility leads to at no cost: with it one search
// finds the nearest facility of all places.
const super = int64(1) << 40

func toSuper(edges []pgEdge, facilities []uint32) []pgEdge {
	for i, f := range facilities {
		edges = append(edges, pgEdge{id: super + int64(i), source: int64(f), target: super, cost: 0, reverse: -1})
	}
	return edges
}

// pgCosts are the costs from every origin to every destination that it reaches.
func pgCosts(t testing.TB, c *pgx.Conn, from, to []int64) map[[2]int64]float64 {
	t.Helper()
	rows, err := c.Query(context.Background(), `
		select start_vid, end_vid, agg_cost from pgr_dijkstraCost('select id, source, target, cost, reverse_cost from edge', $1::bigint[], $2::bigint[])`, from, to)
	if err != nil {
		t.Fatal(err)
	}
	costs := map[[2]int64]float64{}
	var k [2]int64
	var cost float64
	if _, err := pgx.ForEachRow(rows, []any{&k[0], &k[1], &cost}, func() error { costs[k] = cost; return nil }); err != nil {
		t.Fatal(err)
	}
	return costs
}

// delaware is the road network of an OSM extract as a car uses it, a quantum for
// each tenth of a second at 36 km/h and less on ways by class: any whole numbers do.
func delaware(t testing.TB) (*network.Weights, []pgEdge) {
	t.Helper()
	path := sharedData + "/osm/delaware-latest.osm.pbf"
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the extract must be present in CI: %v", err)
		}
		t.Skipf("the extract is not on this machine: %v", err)
	}
	b := network.NewBuilder(gis.DistanceM)
	ids := map[int64]uint32{}
	at := map[int64]network.Point{}
	var costs network.Costs
	var edges []pgEdge
	_, err := read.Roads(context.Background(), path, read.RoadOptions{}, func(n read.RoadNode) error {
		at[n.ID] = network.Point{Lon: n.Lon, Lat: n.Lat}
		ids[n.ID] = b.AddNode(network.Node{Point: at[n.ID]})
		return nil
	}, func(e read.RoadEdge) error {
		quanta := int64(1 + math.Hypot(at[e.From].Lon-at[e.To].Lon, at[e.From].Lat-at[e.To].Lat)*1e5/float64(1+len(e.Class)%3))
		open := func(m read.Modes) float64 {
			if m.Has(read.Car) {
				return float64(quanta)
			}
			return network.Closed
		}
		costs.ForwardS, costs.BackwardS = append(costs.ForwardS, open(e.Forward)), append(costs.BackwardS, open(e.Backward))
		row := pgEdge{int64(len(edges)), int64(ids[e.From]), int64(ids[e.To]), -1, -1}
		if e.Forward.Has(read.Car) {
			row.cost = quanta
		}
		if e.Backward.Has(read.Car) {
			row.reverse = quanta
		}
		edges = append(edges, row)
		b.AddEdge(network.Edge{From: ids[e.From], To: ids[e.To]})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n := must[*network.Network](t)(b.Build())
	return must[*network.Weights](t)(network.NewWeights(n, costs, network.Quanta{TimeS: 1})), edges
}

func TestNearestAndTableAgainstPgRouting(t *testing.T) {
	w, edges := delaware(t)
	rng := rand.New(rand.NewPCG(1, 70))
	some := func(k int) []uint32 {
		var out []uint32
		for range k {
			out = append(out, rng.Uint32N(uint32(w.Network().NodeCount())))
		}
		return out
	}
	facilities, places := some(60), some(400)
	places = append(places, facilities[0]) // stands on a facility
	c := pgRouting(t, toSuper(edges, facilities))

	nearest := labelsOf(t, w, facilities)
	defer nearest.Close()
	costs := pgCosts(t, c, wide(places), []int64{super})
	reached, far := 0, map[uint32]bool{}
	for _, p := range places {
		weight, _, ok := nearest.NodeWeight(p)
		cost, theirs := costs[[2]int64{int64(p), super}]
		if ok != theirs || ok && float64(weight) != cost {
			t.Errorf("node %d: %d (%t), pgRouting %v (%t)", p, weight, ok, cost, theirs)
		}
		if ok {
			reached++
			far[weight] = true
		}
	}
	if reached < len(places)/2 || reached == len(places) || len(far) < len(places)/4 {
		t.Errorf("%d of %d reached, %d different weights: too few to tell", reached, len(places), len(far))
	}

	origins, destinations := places[:50], facilities[:20]
	table := pgCosts(t, c, wide(origins), wide(destinations))
	cells := 0
	for _, d := range destinations {
		to := labelsOf(t, w, []uint32{d})
		for _, o := range origins {
			if o == d {
				continue // pgRouting leaves the diagonal out
			}
			weight, _, ok := to.NodeWeight(o)
			cost, theirs := table[[2]int64{int64(o), int64(d)}]
			if ok != theirs || ok && float64(weight) != cost {
				t.Errorf("node %d to %d: %d (%t), pgRouting %v (%t)", o, d, weight, ok, cost, theirs)
			}
			if ok {
				cells++
			}
		}
		to.Close()
	}
	if cells < 300 {
		t.Errorf("only %d of 1000 cells are reached", cells)
	}
	t.Logf("%d of %d places and %d of %d cells reached, all equal", reached, len(places), cells, len(origins)*len(destinations))
}

func wide(ids []uint32) []int64 {
	out := make([]int64, len(ids))
	for i, v := range ids {
		out[i] = int64(v)
	}
	return out
}

func labelsOf(t testing.TB, w *network.Weights, at []uint32) *network.Labels {
	t.Helper()
	var list []network.Source
	for _, v := range at {
		p, ok := w.Network().NodePosition(v)
		if !ok {
			p = network.NoPosition
		}
		list = append(list, network.Source{At: p})
	}
	sources, err := w.NewSources(list)
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.NearestAll(context.Background(), network.ByTime, sources)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
