package gis

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/twpayne/go-geom"

	"jangkau/gis/network"
)

// Pieces are equal, at most pieceDegrees long, and stand at the middles of their
// stretch: the k-th of n lies (k+1/2)/n of the way along.
func TestRoadPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 71))
	cut := 0
	for range 300 {
		var flat []float64
		x, y := 110+rng.Float64(), -7+rng.Float64()
		for range 2 + rng.IntN(6) {
			flat = append(flat, x, y)
			if rng.IntN(5) > 0 { // else a vertex repeated in place
				x, y = x+0.01*(rng.Float64()-0.5), y+0.01*(rng.Float64()-0.5)
			}
		}
		whole := 0.0
		for i := 2; i < len(flat); i += 2 {
			whole += math.Hypot(flat[i]-flat[i-2], flat[i+1]-flat[i-1])
		}
		p := &RoadPieces{}
		p.Add(flat, 1000)
		if whole == 0 {
			if p.Len() != 0 {
				t.Fatalf("%v has %d pieces", flat, p.Len())
			}
			continue
		}
		n := int(math.Ceil(whole / pieceDegrees))
		if p.Len() != n {
			t.Fatalf("%d pieces of %v degrees, want %d", p.Len(), whole, n)
		}
		for k, at := range p.at {
			want := alongFlat(flat, whole*(float64(k)+0.5)/float64(n))
			if math.Hypot(at.Lon-want.Lon, at.Lat-want.Lat) > 1e-12 || math.Abs(p.m[k]*float64(n)-1000) > 1e-9 {
				t.Fatalf("piece %d of %d at %v weighs %v, want %v", k, n, at, p.m[k], want)
			}
		}
		cut += n
	}
	if cut < 600 {
		t.Errorf("only %d pieces", cut)
	}
}

// alongFlat walks a line for so many degrees.
func alongFlat(flat []float64, degrees float64) network.Point {
	for i := 2; i < len(flat); i += 2 {
		dx, dy := flat[i]-flat[i-2], flat[i+1]-flat[i-1]
		d := math.Hypot(dx, dy)
		if d > 0 && degrees <= d {
			return network.Point{Lon: flat[i-2] + dx*degrees/d, Lat: flat[i-1] + dy*degrees/d}
		}
		degrees -= d
	}
	return network.Point{Lon: flat[len(flat)-2], Lat: flat[len(flat)-1]}
}

// The twin of the landmass of nodes looks at every rectangle for every node.
// PostGIS is the twin on real desa, in ingest.
func TestLandmassOfNodesAgainstAllRectangles(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 71))
	var inside, near, none, twice int
	for range 40 {
		type rectangle struct{ w, s, e, n float64 }
		var land []rectangle
		var nodes []network.Point
		for range 1 + rng.IntN(12) {
			w, s := 110+0.05*rng.Float64(), -7+0.05*rng.Float64()
			land = append(land, rectangle{w, s, w + 0.001 + 0.01*rng.Float64(), s + 0.001 + 0.01*rng.Float64()})
		}
		for range 400 {
			r := land[rng.IntN(len(land))]
			nodes = append(nodes, network.Point{Lon: r.w - 0.001 + (r.e-r.w+0.002)*rng.Float64(), Lat: r.s - 0.001 + (r.n-r.s+0.002)*rng.Float64()})
		}
		nodes = append(nodes, network.Point{Lon: land[0].w, Lat: land[0].s}, network.Point{Lon: 100, Lat: 10})
		p := NewRoadPlaces(nodes, &RoadPieces{})
		for i, r := range land {
			ring := geom.NewPolygonFlat(geom.XY, []float64{r.w, r.s, r.e, r.s, r.e, r.n, r.w, r.n, r.w, r.s}, []int{10})
			p.Desa("35.10.01.2001", []LandmassPart{{Landmass: int32(i + 1), Polygon: ring}})
		}
		for v, got := range p.Landmass() {
			at := nodes[v]
			best, want, hits := math.Inf(1), int32(0), 0
			for i, r := range land { // in order, so that the lowest of equals stays
				dx, dy := max(r.w-at.Lon, 0, at.Lon-r.e), max(r.s-at.Lat, 0, at.Lat-r.n)
				d := math.Hypot(dx, dy)
				if d == 0 {
					hits++
				}
				if d <= landmassGapDegrees && d < best-1e-15 {
					best, want = d, int32(i+1)
				}
			}
			if got != want {
				t.Fatalf("node %v on landmass %d, want %d, %v away", at, got, want, best)
			}
			switch {
			case want == 0:
				none++
			case best > 0:
				near++
			default:
				inside++
			}
			if hits > 1 {
				twice++
			}
		}
	}
	if inside < 1000 || near < 500 || none < 500 || twice < 100 {
		t.Errorf("%d inside, %d near, %d on no land, %d on two: too few to tell", inside, near, none, twice)
	}
}
