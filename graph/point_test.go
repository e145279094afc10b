package graph_test

import (
	"fmt"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

// islands are two desa a kilometre of sea apart, each with a road along latitude
// -8.005; the only puskesmas stands on the eastern one and serves both.
//
//	35.10.01.2001  lon 114.00 to 114.01   nodes 0 to 3
//	35.10.01.2002  lon 114.02 to 114.03   nodes 4 to 7, puskesmas at 114.021
const islands = `
insert into data.data_source (name, role, kind, imported_at) values ('Batas', 'BOUNDARIES', 'REAL', '2024-02-01'), ('Faskes', 'FACILITIES', 'REAL', '2024-06-01'),
  ('Jalan', 'ROADS', 'REAL', '2024-02-01');
insert into data.wilayah (code, level, boundary_quality, source_id) values ('35', 'PROVINSI', 'DERIVED', 1), ('35.10', 'KABUPATEN_KOTA', 'DERIVED', 1), ('35.10.01', 'KECAMATAN', 'DERIVED', 1);
insert into data.wilayah (code, level, parent, geom, surface_point, boundary_quality, source_id)
select c, 'DESA_KELURAHAN', '35.10.01', g, ST_PointOnSurface(g), 'SOURCE', 1
from (select c, ST_Multi(ST_MakeEnvelope(x, -8.01, x + 0.01, -8, 4326)) as g from (values ('35.10.01.2001', 114.00), ('35.10.01.2002', 114.02)) v(c, x)) s;
insert into data.landmass_part (desa, landmass, geom) select code, right(code, 1)::int, ST_GeometryN(geom, 1) from data.wilayah where geom is not null;
insert into data.facility (kind, name, name_fold, declared_desa, located_desa, point, location_quality, status, known_from, source_id)
values ('PUSKESMAS', 'Seberang', 'seberang', '35.10.01.2002', '35.10.01.2002', ST_SetSRID(ST_MakePoint(114.021, -8.005), 4326), 'POINT', 'OPEN', '2020-01-01', 2);
insert into data.facility_service_area (facility_id, desa, source_id) select 1, code, 2 from data.wilayah where level = 'DESA_KELURAHAN';
insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, min_component, created_at)
values (3, 'CURRENT', 'cafe', ST_Multi(ST_MakeEnvelope(113.9, -8.2, 114.3, -7.4, 4326)), 'DECLARED', 8, 6, 2000, 2, '2024-02-01');
insert into data.network_node (dataset_id, id, lon, lat, landmass)
select 1, i, 114.001 + i % 4 * 0.0025 + i / 4 * 0.02, -8.005, 1 + i / 4 from generate_series(0, 7) i;
insert into data.network_edge (dataset_id, id, from_node, to_node, class, access, length_m, geom)
select 1, e.id, a.id, b.id, 'primary', 255, 275, ST_MakeLine(ST_SetSRID(ST_MakePoint(a.lon, a.lat), 4326), ST_SetSRID(ST_MakePoint(b.lon, b.lat), 4326))
from (values (0, 0), (1, 1), (2, 2), (3, 4), (4, 5), (5, 6)) e(id, n) join data.network_node a on a.id = e.n join data.network_node b on b.id = e.n + 1;
`

// crossing joins the islands by an edge from node 3 to node 4, 1,375 m long.
func crossing(class, ferryS string) string {
	return fmt.Sprintf(`update data.network_dataset set edges = 7; insert into data.network_edge (dataset_id, id, from_node, to_node, class, access, length_m, ferry_duration_s, geom)
		values (1, 6, 3, 4, '%s', 255, 1375, %s, ST_GeomFromText('LINESTRING(114.0085 -8.005, 114.021 -8.005)', 4326));`, class, ferryS)
}

type pointAnswer struct {
	NearestFacilities []struct {
		Status     gis.TripStatus
		Reason     *gis.TripReason
		DistanceM  *float64
		DurationS  *float64
		IsInduk    *bool
		Facility   *struct{ Name string }
		Provenance struct {
			provenance
			Method     string
			Parameters []struct{ Name, Value string }
		}
	}
}

const pointFields = `{ status reason distanceM durationS isInduk facility { name }
	provenance { demo asOf method parameters { name value } network { hash } caveats { code } sources { name } } }`

// The puskesmas is 1.2 km away over the sea, well within the 5 km of a snap.
func TestNoWalkOverTheSea(t *testing.T) {
	for _, c := range []struct {
		name, seed string
		lon        float64
		reached    bool
	}{
		{"no bridge", "", 114.0095, false},
		{"no bridge, 200 m off the western coast", "", 114.0118, false},
		{"no bridge, off the eastern coast", "", 114.0185, true},
		{"on its island", "", 114.029, true},
		{"a bridge", crossing("primary", "null"), 114.0095, true},
		{"a ferry", crossing("ferry", "1200"), 114.0095, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, graph.Limits{}, islands, c.seed)
			got := read[pointAnswer](w, `{ nearestFacilities(from: {lon: %v, lat: -8.005}, kind: [PUSKESMAS]) %s }`, c.lon, pointFields).NearestFacilities
			if len(got) != 1 || (got[0].Status == gis.Reached) != c.reached {
				t.Fatalf("%+v", got)
			}
			trip := got[0]
			if !c.reached {
				if trip.Status != gis.Unreachable || *trip.Reason != gis.OtherComponent || trip.IsInduk != nil {
					t.Errorf("%+v", trip)
				}
				return
			}
			// The bridge's line passes the point: 1,150 of its 1,250 units remain. A ferry is boarded at the
			// landing, 0.001 degrees (110 m) back on foot, times the detour.
			switch m := *trip.DistanceM; {
			case c.name == "a bridge" && (m < 1264 || m > 1266), c.name == "a ferry" && (m < 1375+110 || m > 1375+220):
				t.Errorf("%v m", m)
			}
			if inland := c.lon < 114.01 || c.lon > 114.02; inland && (trip.IsInduk == nil || !*trip.IsInduk) || !inland && trip.IsInduk != nil {
				t.Errorf("the point's desa is in the wilayah kerja of the puskesmas: isInduk %v", trip.IsInduk)
			}
		})
	}
}

func TestTripsSayWhatTheyRestOn(t *testing.T) {
	w := newWorld(t, graph.Limits{}, islands)
	got := read[pointAnswer](w, `{ nearestFacilities(from: {lon: 114.029, lat: -8.005}, kind: [PUSKESMAS], by: DISTANCE) %s }`, pointFields).NearestFacilities
	p := got[0].Provenance
	if p.Network == nil || p.Network.Hash != "cafe" || p.AsOf != "2026-11-21" || len(p.Sources) != 2 || !p.warns("ASSUMED_SPEEDS") || p.Demo || p.Method == "" {
		t.Errorf("%+v", p)
	}
	// Pin and place are one statement each; the facility, the desa's induk and the provenance one more.
	if n := w.statements(); n > 5 {
		t.Errorf("%d statements", n)
	}
	rows := read[struct {
		DesaWithoutPustu struct {
			Edges []struct {
				Node struct {
					Nearest struct{ Provenance provenance }
					Walk    struct{ Provenance provenance }
				}
			}
		}
	}](w, `{ desaWithoutPustu(within: "35.10", status: [UNKNOWN]) { edges { node {
		nearest { provenance { asOf network { hash } caveats { code } sources { name } } }
		walk: nearest(profile: WALK) { provenance { asOf network { hash } caveats { code } sources { name } } } } } } }`).DesaWithoutPustu.Edges
	// The list, the version of the roads, and what each of the two questions rests on, however many rows.
	if n := w.statements(); n > 4 || len(rows) != 2 {
		t.Errorf("%d statements for %d rows", n, len(rows))
	}
	for _, r := range rows {
		if p := r.Node.Nearest.Provenance; p.Network == nil || len(p.Sources) != 3 || !p.warns("PEOPLE_UNKNOWN") || r.Node.Walk.Provenance.Network == nil {
			t.Errorf("%+v", p)
		}
	}
}
