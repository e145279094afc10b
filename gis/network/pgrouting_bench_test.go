package network_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/gis/network"
)

// BenchmarkPgRouting answers "the nearest facility of every village" by pgRouting's
// best exact way, pgr_dijkstraCost between all villages and a node that every facility
// leads to at no cost, in one call, and beside it by ours as the program answers, with
// the facility, seconds and metres of every village: over the core, on one processor
// (ratio, ms-ours), and by the hierarchy, on all (ratio-hierarchy, ms-hierarchy); and by
// the plain search, weights alone (ratio-plain, ms-plain). All are of
// the same network and weights, and must agree for every village. The call
// goes from that node over the edges turned round: the other way about, from many to
// one, the same extension took nine times as long on s100k and sixteen on s1m.
// s-pgrouting is what the call takes.
func BenchmarkPgRouting(b *testing.B) {
	nets := os.Getenv("JANGKAU_BENCH_NETS")
	if nets == "" {
		b.Skip("JANGKAU_BENCH_NETS names no folder of networks: see scripts/nets")
	}
	for _, size := range []string{"s100k", "s1m"} {
		b.Run(size, func(b *testing.B) {
			dir := filepath.Join(nets, size)
			w, edges := tableOfEdges(b, filepath.Join(dir, "edges.tsv"))
			villages, facilities := firstNumbers(b, filepath.Join(dir, "villages.txt")), firstNumbers(b, filepath.Join(dir, "facilities.txt"))
			c := pgRouting(b, toSuper(edges, facilities))
			h := must[*network.Hierarchy](b)(w.Network().NewHierarchy(b.Context(), network.HierarchyOptions{}))
			ranked := must[*network.Ranked](b)(h.Weigh(b.Context(), w, network.ByTime, 0))
			core := must[*network.Core](b)(w.NewCore(b.Context(), network.ByTime))
			list, from := placesOf(w, facilities, villages)
			sources := func() *network.Sources { return must[*network.Sources](b)(w.NewSources(list)) }
			var theirs, plain, ours, hierarchy []float64
			for b.Loop() {
				var theirCosts map[uint32]float64
				theirs = append(theirs, secondsOf(func() { theirCosts = pgNearest(b, c, villages) }))
				var ourCosts []float64
				for range 9 {
					plain = append(plain, secondsOf(func() { ourCosts = ourNearest(b, w, facilities, villages) }))
				}
				var trips, byHierarchy []network.Trip
				for range 9 {
					ours = append(ours, secondsOf(func() { trips = must[[]network.Trip](b)(core.Trips(b.Context(), sources(), from)) }))
					hierarchy = append(hierarchy, secondsOf(func() {
						byHierarchy = must[[]network.Trip](b)(ranked.Trips(b.Context(), sources(), from, 0))
					}))
				}
				for i := range trips {
					for _, t := range [2]network.Trip{trips[i], byHierarchy[i]} {
						if t.Status == network.Reached && t.DurationS != ourCosts[i] || t.Status != network.Reached && ourCosts[i] >= 0 {
							b.Fatalf("village %d: %+v over the core or by the hierarchy, %v by the plain search", i, t, ourCosts[i])
						}
					}
				}
				for i, v := range villages {
					if cost, ok := theirCosts[v]; ok && cost != ourCosts[i] || !ok && ourCosts[i] >= 0 {
						b.Fatalf("village at node %d: %v by pgRouting (%t), %v by us", v, cost, ok, ourCosts[i])
					}
				}
				if len(theirCosts) < len(villages)/2 {
					b.Fatalf("pgRouting reaches only %d of %d villages", len(theirCosts), len(villages))
				}
			}
			b.ReportMetric(median(theirs), "s-pgrouting")
			b.ReportMetric(median(ours)*1000, "ms-ours")
			b.ReportMetric(median(hierarchy)*1000, "ms-hierarchy")
			b.ReportMetric(median(theirs)/median(hierarchy), "ratio-hierarchy")
			b.ReportMetric(median(plain)*1000, "ms-plain")
			b.ReportMetric(median(theirs)/median(ours), "ratio")
			b.ReportMetric(median(theirs)/median(plain), "ratio-plain")
		})
	}
}

func pgNearest(b *testing.B, c *pgx.Conn, villages []uint32) map[uint32]float64 {
	rows, err := c.Query(context.Background(), `
		select end_vid, agg_cost from pgr_dijkstraCost('select id, target as source, source as target, cost, reverse_cost from edge', $2::bigint, $1::bigint[])`,
		wide(villages), super)
	if err != nil {
		b.Fatal(err)
	}
	costs := make(map[uint32]float64, len(villages))
	var village int64
	var cost float64
	if _, err := pgx.ForEachRow(rows, []any{&village, &cost}, func() error { costs[uint32(village)] = cost; return nil }); err != nil {
		b.Fatal(err)
	}
	return costs
}

// ourNearest makes the sources ready too: theirs reads the facilities from its table.
// A village that reaches none has -1.
func ourNearest(b *testing.B, w *network.Weights, facilities, villages []uint32) []float64 {
	l := labelsOf(b, w, facilities)
	defer l.Close()
	costs := make([]float64, len(villages))
	for i, v := range villages {
		costs[i] = -1
		if weight, _, ok := l.NodeWeight(v); ok {
			costs[i] = float64(weight)
		}
	}
	return costs
}

// placesOf are where facilities and villages stand: ours takes places on roads as theirs
// takes numbers of nodes.
func placesOf(w *network.Weights, facilities, villages []uint32) (list []network.Source, from []network.Position) {
	list, from = make([]network.Source, len(facilities)), make([]network.Position, len(villages))
	for i, v := range facilities {
		list[i].At, _ = w.Network().NodePosition(v)
	}
	for i, v := range villages {
		from[i], _ = w.Network().NodePosition(v)
	}
	return list, from
}

func secondsOf(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds()
}

// tableOfEdges reads a synthetic network: id, from, to, cost, reverse cost and the
// places of both ends, between tabs; weights are whole.
func tableOfEdges(b *testing.B, path string) (*network.Weights, []pgEdge) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var edges []pgEdge
	at := map[int64]network.Point{}
	last := int64(0)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var e pgEdge
		var p, q network.Point
		if _, err := fmt.Sscan(strings.ReplaceAll(lines.Text(), "\t", " "), &e.id, &e.source, &e.target, &e.cost, &e.reverse, &p.Lon, &p.Lat, &q.Lon, &q.Lat); err != nil {
			b.Fatalf("%s: %v in %q", path, err, lines.Text())
		}
		edges = append(edges, e)
		at[e.source], at[e.target] = p, q
		last = max(last, e.source, e.target)
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	build := network.NewBuilder(gis.DistanceM)
	for v := range last + 1 {
		build.AddNode(network.Node{Point: at[v]})
	}
	var costs network.Costs
	// Roads are added as the program itself adds them.
	for _, i := range network.SpatialOrder(len(edges), func(i int) network.Point { return at[edges[i].source] }) {
		e := edges[i]
		build.AddEdge(network.Edge{From: uint32(e.source), To: uint32(e.target)})
		costs.ForwardS, costs.BackwardS = append(costs.ForwardS, openCost(e.cost)), append(costs.BackwardS, openCost(e.reverse))
	}
	n, err := build.Build()
	if err != nil {
		b.Fatal(err)
	}
	w, err := network.NewWeights(n, costs, network.Quanta{TimeS: 1})
	if err != nil {
		b.Fatal(err)
	}
	return w, edges
}

func openCost(cost int64) float64 {
	if cost < 0 {
		return math.Inf(1)
	}
	return float64(cost)
}

// firstNumbers reads the number that each line begins with: a node.
func firstNumbers(b *testing.B, path string) (out []uint32) {
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var v uint32
		if _, err := fmt.Sscan(line, &v); err != nil {
			b.Fatalf("%s: %v", path, err)
		}
		out = append(out, v)
	}
	return out
}
