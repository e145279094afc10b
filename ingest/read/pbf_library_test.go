//go:build !cgo

// With cgo the library asks for zlib's C headers, which nothing else here needs;
// make test runs without cgo, and so with this test.

package read

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
)

// The library is the slow twin: both must see the same nodes and ways.
func TestPBFAgainstTheLibrary(t *testing.T) {
	path := data(t, "osm/liechtenstein-latest.osm.pbf")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type way struct {
		refs []int64
		tags map[string]string
	}
	nodes, ways := map[int64][2]int32{}, map[int64]way{}
	s := osmpbf.New(context.Background(), f, 2)
	defer s.Close()
	s.SkipRelations = true
	for s.Scan() {
		switch o := s.Object().(type) {
		case *osm.Node:
			nodes[int64(o.ID)] = [2]int32{e7(o.Lon), e7(o.Lat)}
		case *osm.Way:
			w := way{tags: map[string]string{}}
			for _, n := range o.Nodes {
				w.refs = append(w.refs, int64(n.ID))
			}
			for _, tag := range o.Tags {
				if roadKeys[tag.Key] {
					w.tags[tag.Key] = tag.Value
				}
			}
			if isRoad(w.tags) {
				ways[int64(o.ID)] = w
			}
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	in, err := openInput(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	gotNodes, gotWays := 0, 0
	err = eachPBFBlock(context.Background(), in, pbfFilter{nodes: true, way: func(_ int64, tags map[string]string) bool { return isRoad(tags) }, keep: roadKeys}, func(*[4]float64) error { return nil }, func(b *pbfBlock) error {
		for _, n := range b.nodes {
			gotNodes++
			if nodes[n.id] != [2]int32{n.lon, n.lat} {
				t.Fatalf("node %d at %v, the library says %v", n.id, n, nodes[n.id])
			}
		}
		for _, w := range b.ways {
			gotWays++
			if want := ways[w.id]; !slices.Equal(want.refs, w.refs) || !cmp.Equal(want.tags, w.tags) {
				t.Fatalf("way %+v, the library says %+v", w, want)
			}
		}
		return nil
	})
	if err != nil || gotNodes != len(nodes) || gotWays != len(ways) || gotWays < 4000 {
		t.Errorf("%d of %d nodes, %d of %d ways, %v", gotNodes, len(nodes), gotWays, len(ways), err)
	}
}
