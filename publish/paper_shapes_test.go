package publish_test

import (
	"context"
	"math"
	"testing"

	"jangkau/db"
	"jangkau/gis"
)

// The lines of a map: the desa itself in its own box, its neighbours cut to the frame,
// and of roads what has been drawn.
func TestPaperShapes(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t, village)
	w.exec(`insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, created_at)
		values (1, 'CURRENT', 'x', ST_Multi(ST_MakeEnvelope(110, -9, 120, -8, 4326)), 'DECLARED', 2, 1, 1000, '2024-01-01')`)
	w.exec(`insert into data.road_shape (dataset_id, band, class, name, geom) select id, 13, 'primary', '', ST_Transform(ST_SetSRID(ST_MakeLine(ST_MakePoint(110, -8.505), ST_MakePoint(120, -8.505)), 4326), 3857) from data.network_dataset`)
	w.exec(`update data.shape_state set roads_dataset = (select id from data.network_dataset)`)
	p := w.db.NewPublisher(db.Caller{Role: "viewer"})
	got, err := p.PaperShapes(ctx, "35.10.01.2001", 0.6, true)
	if err != nil {
		t.Fatal(err)
	}
	want := [4]float64{114.01, -8.51, 114.02, -8.5}
	if got.Box == nil {
		t.Fatal("no box")
	}
	for i, v := range got.Box {
		if math.Abs(v-want[i]) > 1e-9 {
			t.Errorf("%v, want %v", *got.Box, want)
		}
	}
	// A square of 0.01 degrees, with 0.6 of it on each side, and a tenth: from 114.0029 to
	// 114.0271 are it and its two neighbours.
	if len(got.Desa) != 3 || got.Desa[1].Code != "35.10.01.2001" && got.Desa[0].Code != "35.10.01.2001" && got.Desa[2].Code != "35.10.01.2001" {
		t.Errorf("%+v", got.Desa)
	}
	for _, d := range got.Desa {
		for _, ring := range d.Rings {
			for _, v := range ring {
				if v[0] < 114.0028 || v[0] > 114.0272 {
					t.Errorf("%s goes beyond the frame: %v", d.Code, v)
				}
			}
		}
	}
	if len(got.Roads) != 1 || !got.Roads[0].Main || math.Abs(got.Roads[0].Line[0][0]-114.0029) > 1e-4 {
		t.Errorf("%+v", got.Roads)
	}
	for code, boxed := range map[string]bool{"35.10": true, "35.10.02.2099": false, "11.12": false} {
		got, err := p.PaperShapes(ctx, gis.WilayahCode(code), 0.05, false)
		if err != nil || (got.Box != nil) != boxed {
			t.Errorf("%s: %v %v", code, got.Box, err)
		}
	}
}
