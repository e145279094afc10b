package gis_test

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"jangkau/gis"
	"jangkau/gis/network"
)

// syntheticRoads are a synthetic network of the folder that JANGKAU_BENCH_NETS names:
// an edge for every pair of neighbouring nodes, of the classes and surfaces that a
// country has, by their numbers.
func syntheticRoads(b *testing.B, name string) *gis.Roads {
	b.Helper()
	nets := os.Getenv("JANGKAU_BENCH_NETS")
	if nets == "" {
		b.Skip("JANGKAU_BENCH_NETS names no folder of synthetic networks")
	}
	dir := filepath.Join(nets, name)
	read := func(file string) []byte {
		raw, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			b.Skip(err)
		}
		return raw
	}
	word := func(raw []byte, i int) uint32 { return binary.LittleEndian.Uint32(raw[4*i:]) }
	degrees := func(raw []byte, i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:])) }
	lat, lon, first, head := read("lat.bin"), read("lon.bin"), read("first_out.bin"), read("head.bin")
	build := gis.NewRoadsBuilder(gis.RoadOptions{MinComponent: 100, Method: gis.CoverageNearRoads})
	n := len(lat) / 8
	at := func(i int) network.Point { return network.Point{Lon: degrees(lon, i), Lat: degrees(lat, i)} }
	for i := range n {
		build.AddNode(at(i), 1)
	}
	classes := []string{"primary", "secondary", "tertiary", "unclassified", "residential", "track", "path"}
	surfaces := []string{"", "", "asphalt", "gravel", "dirt", "mud"}
	for u := range n {
		for arc := word(first, u); arc < word(first, u+1); arc++ {
			if v := int(word(head, int(arc))); u < v {
				k := u*7 + v
				build.AddRoad(gis.Road{
					From: uint32(u), To: uint32(v), Class: classes[k%len(classes)], Surface: surfaces[k%len(surfaces)],
					WayID: int64(k), Access: 255, LengthM: gis.DistanceM(at(u), at(v)),
				})
			}
		}
	}
	roads, err := build.Build()
	if err != nil {
		b.Fatal(err)
	}
	return roads
}

// What a profile or variant that nobody has asked for yet costs its first asker, and
// what it holds in memory.
func BenchmarkEngine(b *testing.B) {
	for _, name := range []string{"s100k", "s1m", "s10m"} {
		b.Run(name, func(b *testing.B) {
			roads := syntheticRoads(b, name)
			p := motorcycle()
			p.Speeds = append(p.Speeds, gis.ProfileSpeed{Class: gis.AnyClass, Kmh: kmh(25)})
			p.Caps = []gis.ProfileCap{{Trait: gis.TraitSurface, Value: "mud", Kmh: kmh(8)}, {Trait: gis.TraitSurface, Value: "dirt", Kmh: kmh(20)}}
			p.Closures = []gis.Closure{{WayID: 12345}, {Class: "path", Months: []int{1}}}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var e *gis.Engine
			for b.Loop() {
				var err error
				if e, err = gis.NewEngine(roads, p); err != nil {
					b.Fatal(err)
				}
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(roads.Network().NodeCount()), "nodes")
			b.ReportMetric(float64(roads.Network().EdgeCount()), "edges")
			b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/1e6, "MB-held")
			runtime.KeepAlive(e)
		})
	}
}
