package ingest_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/travel"
)

// BenchmarkRoadsOfDelaware imports an OSM extract up to a network that three
// profiles can search, and in turn lets osm2pgrouting import the same file into the
// same server: s-import, s-osm2pgrouting, and ratio, the second by the first, of
// medians. What only our side does is counted too: desa, landmasses, the coverage,
// reading the network back, weighing it three times. What only theirs needs is not:
// it reads XML, made from the file before. Of ours two parts are given: s-store is
// the import alone, s-read from the store to the three weighed networks.
func BenchmarkRoadsOfDelaware(b *testing.B) {
	path := realFile(b, "osm/delaware-latest.osm.pbf")
	for _, tool := range []string{"osm2pgrouting", "osmium"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.Skipf("%s is not installed: apt-get install osm2pgrouting osmium-tool", tool)
		}
	}
	xml := filepath.Join(b.TempDir(), "roads.osm")
	if out, err := exec.Command("osmium", "cat", path, "-o", xml).CombinedOutput(); err != nil {
		b.Fatalf("osmium: %v\n%s", err, out)
	}
	desa := writeFile(b, "desa.json", gridOverDelaware())
	var store, read, whole, theirs []float64
	for b.Loop() {
		theirs = append(theirs, osm2pgrouting(b, xml))
		// Five of ours beside one of theirs: short times spread more.
		for range 5 {
			s := newStore(b)
			boundaries(b, s, at(desa))
			store = append(store, seconds(func() {
				if r := roads(b, s, ingest.RoadOptions{Options: at(path)}); r.Added < 50_000 {
					b.Fatal(r)
				}
			}))
			read = append(read, seconds(func() { weigh(b, s) }))
			whole = append(whole, store[len(store)-1]+read[len(read)-1])
		}
	}
	b.ReportMetric(median(whole), "s-import")
	b.ReportMetric(median(store), "s-store")
	b.ReportMetric(median(read), "s-read")
	b.ReportMetric(median(theirs), "s-osm2pgrouting")
	b.ReportMetric(median(theirs)/median(whole), "ratio")
}

// weigh has the travel service make the network ready for three profiles.
func weigh(b *testing.B, s *store) {
	ctx := context.Background()
	service := travel.New(travel.Config{Loader: s.TravelLoader(), Wait: time.Minute})
	defer service.Close()
	p, err := service.Pin(ctx)
	if err != nil || p.Building() {
		b.Fatal(p.Building(), err)
	}
	for _, profile := range []gis.TravelProfile{gis.ProfileWalk, gis.ProfileMotorcycle, gis.ProfileCar} {
		if _, err := p.UnknownClasses(ctx, travel.Query{Profile: profile, By: gis.ByTime}); err != nil {
			b.Fatal(err)
		}
	}
}

// gridOverDelaware stands in for desa, which Delaware has none of: 16 by 20 squares
// over the state, of the size that desa have.
func gridOverDelaware() string {
	var squares []string
	for x := range 16 {
		for y := range 20 {
			code := "35.23." + strconv.Itoa(10+x) + "." + strconv.Itoa(2001+y)
			squares = append(squares, feature(code, "Petak "+code, square(-75.8+0.05*float64(x), 38.4+0.08*float64(y), 0.08)))
		}
	}
	return collection(squares...)
}

// osm2pgrouting imports with the tool's own defaults: every class of road of its
// mapconfig.xml, indexes and foreign keys at the end. It returns seconds.
func osm2pgrouting(b *testing.B, xml string) float64 {
	owner, _ := dbtest.New(b, nil)
	ctx := context.Background()
	c, err := pgx.Connect(ctx, owner)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, `create extension pgrouting`); err != nil {
		b.Skipf("pgRouting is not installed: %v", err)
	}
	to := c.Config()
	cmd := exec.Command("osm2pgrouting", "--file", xml, "--dbname", to.Database, "--username", to.User,
		"--host", to.Host, "--port", strconv.Itoa(int(to.Port)), "--password", to.Password, "--clean")
	cmd.Env = append(os.Environ(), "PGPASSWORD="+to.Password)
	var out []byte
	took := seconds(func() { out, err = cmd.CombinedOutput() })
	var ways int
	if err == nil {
		err = c.QueryRow(ctx, `select count(*) from ways`).Scan(&ways)
	}
	if err != nil || ways < 50_000 {
		b.Fatalf("osm2pgrouting: %v, %d ways\n%s", err, ways, strings.TrimSpace(string(out)))
	}
	b.Logf("osm2pgrouting made %d ways in %.1f s", ways, took)
	return took
}
