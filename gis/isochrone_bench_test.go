package gis_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
	"jangkau/gis/network"
)

// nationalRoads reads a synthetic network as roads whose signs give the speeds: it
// skips where JANGKAU_BENCH_NETS names no folder of them (see scripts/nets).
func nationalRoads(b *testing.B, size string) (r *gis.Roads, facilities []network.Point) {
	dir := os.Getenv("JANGKAU_BENCH_NETS")
	if dir == "" {
		b.Skip("JANGKAU_BENCH_NETS names no folder of synthetic networks; scripts/nets makes one")
	}
	dir = filepath.Join(dir, size)
	first, head, weight := binaryColumn[uint32](b, dir, "first_out.bin"), binaryColumn[uint32](b, dir, "head.bin"), binaryColumn[uint32](b, dir, "weight.bin")
	lat, lon := binaryColumn[float64](b, dir, "lat.bin"), binaryColumn[float64](b, dir, "lon.bin")
	rb := gis.NewRoadsBuilder(gis.RoadOptions{Method: gis.CoverageNearRoads})
	at := make([]network.Point, len(lat))
	for v := range lat {
		at[v] = network.Point{Lon: lon[v], Lat: lat[v]}
		rb.AddNode(at[v], 0)
	}
	for _, v := range network.SpatialOrder(len(at), func(v int) network.Point { return at[v] }) {
		for a := first[v]; a < first[v+1]; a++ {
			if u := head[a]; v < u {
				m := gis.DistanceM(at[v], at[u])
				rb.AddRoad(gis.Road{From: v, To: u, Class: "road", LengthM: m, MaxSpeedKmh: m * 36 / float64(weight[a]), Access: 255})
			}
		}
	}
	roads, err := rb.Build()
	if err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "facilities.txt"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var v uint32
		if _, err := fmt.Sscan(strings.Fields(s.Text())[0], &v); err != nil {
			b.Fatal(err)
		}
		facilities = append(facilities, at[v])
	}
	return roads, facilities
}

func binaryColumn[T any](b *testing.B, dir, name string) []T {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		b.Skip(err)
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), len(raw)/int(unsafe.Sizeof(zero)))
}

// BenchmarkIsochrone times half-hour polygons around random facilities and counts,
// among the nodes of the box around each, how many the polygon has right.
func BenchmarkIsochrone(b *testing.B) {
	for _, size := range []string{"s100k", "s1m"} {
		b.Run(size, func(b *testing.B) {
			roads, facilities := nationalRoads(b, size)
			fast := 200.0
			e, err := gis.NewEngine(roads, gis.Profile{
				Name: gis.ProfileMotorcycle, WalkKmh: 5, DetourFactor: 1.3, Source: "assumption", Assumption: true,
				Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: &fast, Source: "assumption", Assumption: true}},
			})
			if err != nil {
				b.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 1))
			var ms []float64
			var in, reached, wrong, unreached, vertices int
			for b.Loop() {
				for range 40 {
					at, err := e.Locate(gis.Spot{At: facilities[r.IntN(len(facilities))]})
					if err != nil {
						b.Fatal(err)
					}
					start := time.Now()
					list, reason, err := e.Isochrone(b.Context(), gis.IsochroneQuestion{At: at, By: gis.ByTime, Towards: true, Limits: []float64{1800}})
					ms = append(ms, time.Since(start).Seconds()*1000)
					if err != nil || reason != "" {
						b.Fatal(reason, err)
					}
					vertices += len(list[0].Area.FlatCoords()) / 2
					i, k, w, u := judge(b, e, at, list[0].Area)
					in, reached, wrong, unreached = in+i, reached+k, wrong+w, unreached+u
				}
			}
			slices.Sort(ms)
			b.ReportMetric(ms[len(ms)/2], "ms-polygon")
			b.ReportMetric(ms[len(ms)-1], "ms-max")
			b.ReportMetric(100*float64(in)/float64(reached), "%-reached-inside")
			b.ReportMetric(100*float64(wrong)/float64(unreached), "%-unreached-inside")
			b.ReportMetric(float64(reached)/float64(len(ms)), "nodes")
			b.ReportMetric(float64(vertices)/float64(len(ms)), "vertices")
		})
	}
}

// judge counts the reached nodes and those of them inside, and the other nodes in
// the area's box and those of them inside.
func judge(b *testing.B, e *gis.Engine, at gis.Located, area *geom.MultiPolygon) (in, reached, wrong, unreached int) {
	n := e.Roads().Network()
	found := map[uint32]bool{}
	err := e.Weights().ReachedNodes(b.Context(), at.Position, network.ReachOptions{Metric: network.ByTime, Limit: 1800, Direction: network.Inbound},
		func(id uint32, _ float64) { found[id] = true })
	if err != nil {
		b.Fatal(err)
	}
	box := area.Bounds()
	seen := map[uint32]bool{}
	n.RoadsIn(network.Box{MinLon: box.Min(0), MinLat: box.Min(1), MaxLon: box.Max(0), MaxLat: box.Max(1)}, func(road uint32) {
		from, to := n.Ends(road)
		for _, v := range [2]uint32{from, to} {
			if seen[v] {
				continue
			}
			seen[v] = true
			p, _ := n.Node(v)
			inside := holds(area, p)
			switch {
			case found[v]:
				reached++
				if inside {
					in++
				}
			default:
				unreached++
				if inside {
					wrong++
				}
			}
		}
	})
	return in, reached, wrong, unreached
}

// holds is the even-odd rule over all rings.
func holds(m *geom.MultiPolygon, p network.Point) bool {
	in := false
	flat := m.FlatCoords()
	start := 0
	for _, ends := range m.Endss() {
		for _, end := range ends {
			for i := start; i+3 < end; i += 2 {
				ax, ay, bx, by := flat[i], flat[i+1], flat[i+2], flat[i+3]
				if (ay > p.Lat) != (by > p.Lat) && p.Lon < (bx-ax)*(p.Lat-ay)/(by-ay)+ax {
					in = !in
				}
			}
			start = end
		}
	}
	return in
}
