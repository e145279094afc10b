package publish_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"jangkau/publish/tiletest"
)

// What crosses the edge of a tile is cut, also where its ring touches itself, as many do
// once they are put on a grid. The twin is ST_Intersection of the mended shape.
func TestShapesAreCutAtTheEdge(t *testing.T) {
	w := newWorld(t, village)
	w.url = w.serveTiles(1) // nothing is kept: shapes change below without a new version
	if _, _, err := w.db.DrawShapes(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	const cells, units, margin = 1024, 4, 16 // of the band of zoom 10
	const box = `ST_MakeEnvelope(836 * 1024 - 16, 536 * 1024 - 16, 837 * 1024 + 16, 537 * 1024 + 16)`
	random := rand.New(rand.NewPCG(7, 20))
	cut, touching := 0, 0
	for range 25 {
		// Stars around places on the upper edge, snapped to the grid as boundaries are.
		for i := range 12 {
			x, y := 836*cells+float64(40+80*i), 536*cells-margin+random.Float64()*8-4
			var ring []string
			corners := 20 + random.IntN(20)
			for k := range corners {
				angle, radius := 2*math.Pi*float64(k)/float64(corners), 1+5*random.Float64()
				ring = append(ring, fmt.Sprintf("%f %f", x+radius*math.Cos(angle), y+radius*math.Sin(angle)))
			}
			ring = append(ring, ring[0])
			w.exec(`update data.wilayah_shape set geom = ST_ForcePolygonCCW(ST_Simplify(ST_SnapToGrid(ST_GeomFromText($1), 1), 0))
				where band = 10 and code = (select code from data.wilayah where name = $2)`, "POLYGON(("+strings.Join(ring, ", ")+"))", fmt.Sprintf("Desa %d", i))
		}
		tile := tiletest.Read(t, w.get(villageTile("outlines", 10)).body)
		for i, f := range tile.Features {
			var want float64
			var crosses, valid bool
			err := w.owner.QueryRow(t.Context(), `select ST_Area(ST_Intersection(ST_MakeValid(geom), `+box+`)), not geom @ `+box+`, ST_IsValid(geom)
				from data.wilayah_shape where band = 10 and replace(code, '.', '')::bigint = $1`, f["id"]).Scan(&want, &crosses, &valid)
			if err != nil {
				t.Fatal(err)
			}
			if !crosses {
				continue
			}
			cut++
			if !valid {
				touching++
			}
			// Where an edge meets the tile's, a whole unit is the nearest one.
			if got := math.Abs(tile.Areas[i]) / units / units; math.Abs(got-want) > 2+want/10 {
				t.Errorf("%v: %g cells of %g within the tile", f["id"], got, want)
			}
		}
	}
	if cut < 200 || touching < 50 {
		t.Errorf("only %d cut, %d of them touching themselves", cut, touching)
	}
}
