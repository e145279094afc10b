package network_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"jangkau/gis/network"
)

// national is a synthetic road network of the size of a country, with villages and
// facilities, all at nodes. Weights are the yardstick's own: tenths of a second.
type national struct {
	w                    *network.Weights
	villages, facilities []network.Position
	villageNodes         []uint32
	facilityNodes        []uint32

	// As the yardstick reads them: neighbours of v are head[first[v]:first[v+1]].
	first, head, weight []uint32
	at                  []network.Point
}

// loadNational reads DIR/size, where DIR is named by JANGKAU_BENCH_NETS (see
// scripts/nets); it skips where that is not there.
func loadNational(tb testing.TB, size string) *national {
	tb.Helper()
	dir := os.Getenv("JANGKAU_BENCH_NETS")
	if dir == "" {
		tb.Skip("JANGKAU_BENCH_NETS names no folder of synthetic networks; scripts/nets makes one")
	}
	dir = filepath.Join(dir, size)
	n := &national{
		first: column[uint32](tb, dir, "first_out.bin"), head: column[uint32](tb, dir, "head.bin"),
		weight: column[uint32](tb, dir, "weight.bin"),
	}
	lat, lon := column[float64](tb, dir, "lat.bin"), column[float64](tb, dir, "lon.bin")
	b := network.NewBuilder(flatM)
	n.at = make([]network.Point, len(lat))
	for v := range lat {
		n.at[v] = network.Point{Lon: lon[v], Lat: lat[v]}
		b.AddNode(network.Node{Point: n.at[v]})
	}
	var seconds []float64
	// Roads are added as the program itself adds them.
	for _, v := range network.SpatialOrder(len(n.at), func(v int) network.Point { return n.at[v] }) {
		for a := n.first[v]; a < n.first[v+1]; a++ {
			if u := n.head[a]; v < u { // every road stands at both ends
				b.AddEdge(network.Edge{From: v, To: u, LengthM: flatM(n.at[v], n.at[u])})
				seconds = append(seconds, float64(n.weight[a])/10)
			}
		}
	}
	net, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	n.w, err = network.NewWeights(net, network.Costs{ForwardS: seconds, BackwardS: seconds}, network.Quanta{TimeS: 0.1})
	if err != nil {
		tb.Fatal(err)
	}
	n.villageNodes, n.villages = n.places(tb, dir, "villages.txt", 83_000)
	n.facilityNodes, n.facilities = n.places(tb, dir, "facilities.txt", 10_000)
	return n
}

func column[T any](tb testing.TB, dir, name string) []T {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if os.IsNotExist(err) {
		tb.Skipf("no %s in the folder of synthetic networks; scripts/nets makes it", name)
	} else if err != nil {
		tb.Fatal(err)
	}
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), len(raw)/int(unsafe.Sizeof(zero)))
}

func (n *national) places(tb testing.TB, dir, name string, most int) (nodes []uint32, at []network.Position) {
	tb.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan() && len(nodes) < most; {
		var v uint32
		if _, err := fmt.Sscan(strings.Fields(s.Text())[0], &v); err != nil {
			tb.Fatal(err)
		}
		p, ok := n.w.Network().NodePosition(v)
		if !ok {
			tb.Fatalf("%s: node %d meets no road", name, v)
		}
		nodes, at = append(nodes, v), append(at, p)
	}
	return nodes, at
}

func (n *national) sources(tb testing.TB) *network.Sources {
	tb.Helper()
	list := make([]network.Source, len(n.facilities))
	for i, p := range n.facilities {
		list[i].At = p
	}
	return must[*network.Sources](tb)(n.w.NewSources(list))
}
