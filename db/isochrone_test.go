package db

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom/encoding/ewkb"

	"jangkau/db/dbtest"
	"jangkau/gis"
	"jangkau/gis/network"
)

// Areas of isochrones are valid shapes by PostGIS's judgement, as large as they say,
// and each lies within that of the next limit.
func TestIsochronesAreValidShapes(t *testing.T) {
	ownerURL, _ := dbtest.New(t, migrateTest)
	postgis, err := pgx.Connect(t.Context(), ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer postgis.Close(context.Background())
	holes := 0
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		e, places := crookedTown(t, r)
		for _, place := range places {
			at, err := e.Locate(gis.Spot{At: place})
			if err != nil {
				t.Fatal(err)
			}
			list, reason, err := e.Isochrone(t.Context(), gis.IsochroneQuestion{At: at, By: gis.ByTime, Towards: seed%2 == 0, Limits: []float64{300, 900, 2700}})
			if err != nil || reason != "" {
				t.Fatal(reason, err)
			}
			var before []byte
			for _, band := range list {
				wkb, err := ewkb.Marshal(band.Area, ewkb.NDR)
				if err != nil {
					t.Fatal(err)
				}
				if before == nil {
					before = wkb
				}
				for i := range band.Area.NumPolygons() {
					holes += band.Area.Polygon(i).NumLinearRings() - 1
				}
				var valid string
				var m2, shared float64
				err = postgis.QueryRow(t.Context(), `
					select ST_IsValidReason(a), ST_Area(a::geography), ST_Area(ST_Intersection(a, b)) / ST_Area(b)
					from (select ST_GeomFromEWKB($1) as a, ST_GeomFromEWKB($2) as b) x`, wkb, before).Scan(&valid, &m2, &shared)
				if err != nil {
					t.Fatal(err)
				}
				if valid != "Valid Geometry" {
					t.Errorf("seed %d, within %v: %s", seed, band.Limit, valid)
				}
				if off := m2/band.AreaM2 - 1; off > 0.01 || off < -0.01 {
					t.Errorf("seed %d, within %v: %v m², PostGIS has %v", seed, band.Limit, band.AreaM2, m2)
				}
				if shared < 0.9999 {
					t.Errorf("seed %d, within %v: it holds %v of the area before", seed, band.Limit, shared)
				}
				before = wkb
			}
		}
	}
	if holes < 20 {
		t.Errorf("%d holes: the towns are too plain", holes)
	}
}

// crookedTown is a lattice of streets 400 m apart with every third missing, and some
// places in it.
func crookedTown(t *testing.T, r *rand.Rand) (*gis.Engine, []network.Point) {
	t.Helper()
	const side = 40
	b := gis.NewRoadsBuilder(gis.RoadOptions{Method: gis.CoverageNearRoads})
	at := make([]network.Point, side*side)
	for i := range at {
		at[i] = network.Point{
			Lon: 114 + (float64(i%side)+0.6*r.Float64())*0.0036, Lat: -8 + (float64(i/side)+0.6*r.Float64())*0.0036,
		}
		b.AddNode(at[i], 0)
	}
	for i := range at {
		for _, j := range [2]int{i + 1, i + side} {
			if j < len(at) && (j != i+1 || j%side != 0) && r.IntN(3) > 0 {
				b.AddRoad(gis.Road{From: uint32(i), To: uint32(j), Class: "road", Access: 255, LengthM: gis.DistanceM(at[i], at[j])})
			}
		}
	}
	roads, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	kmh := 20.0
	e, err := gis.NewEngine(roads, gis.Profile{
		Name: gis.ProfileMotorcycle, WalkKmh: 5, DetourFactor: 1.3, Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: &kmh}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, []network.Point{at[side*side/2+side/2], at[0], at[r.IntN(len(at))]}
}
