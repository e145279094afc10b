package travel

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/twpayne/go-geom"
	"go.uber.org/goleak"

	"jangkau/gis"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// store is a Loader whose content a test changes under its lock. Each hook, if
// set, runs before the answer and may block or fail.
type store struct {
	mu      sync.Mutex
	places  Places
	network NetworkData

	beforePlaces, beforeNetwork func(context.Context) error
	placesRead, networksRead    int
}

func (s *store) Version(context.Context) (Version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.places.Version, nil
}

func (s *store) Places(ctx context.Context) (*Places, error) {
	s.mu.Lock()
	s.placesRead++
	before := s.beforePlaces
	s.mu.Unlock()
	if before != nil {
		if err := before(ctx); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.places
	return &p, nil
}

func (s *store) Dataset(_ context.Context, dataset int64) (*DatasetInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := s.network.Dataset
	info.ID = dataset
	return &info, nil
}

func (s *store) Network(ctx context.Context, dataset int64) (*NetworkData, error) {
	s.mu.Lock()
	s.networksRead++
	before := s.beforeNetwork
	s.mu.Unlock()
	if before != nil {
		if err := before(ctx); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.network
	n.Dataset.ID = dataset
	return &n, nil
}

// change edits the store and hands out new revisions of what is named.
func (s *store) change(edit func(), revisions ...*int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit()
	for _, r := range revisions {
		*r++
	}
}

func kmh(v float64) *float64 { return &v }

// degree is about the length of one of longitude at the equator, metres.
const degree = 111319.490793

// newStore is a road of 30 km eastwards along the equator in pieces of 1 km, at 60
// km/h: a minute a piece. Desa 1 lives at kilometre 0, desa 2 at 10 and 20, a third
// and two thirds of it; desa 3 has no point, desa 4 lies where no roads are loaded.
// A pustu stands at kilometre 5, a puskesmas at 25.
func newStore() *store {
	s := &store{}
	for i := range 31 {
		s.network.NodeLon = append(s.network.NodeLon, float64(i)*1000/degree)
		s.network.NodeLat = append(s.network.NodeLat, 0)
		s.network.NodeLandmass = append(s.network.NodeLandmass, 1)
		if i > 0 {
			s.network.Edges = append(s.network.Edges, EdgeRow{From: int32(i - 1), To: int32(i), Class: "primary", Access: 255, LengthM: 1000})
		}
	}
	s.network.Dataset = DatasetInfo{
		Hash: "abc", CoverageMethod: gis.CoverageDeclared, MinComponent: 2, SnapMaxM: 500,
		Coverage: geom.NewMultiPolygonFlat(geom.XY, []float64{-1, -1, 1, -1, 1, 1, -1, 1, -1, -1}, [][]int{{10}}),
	}
	s.places = Places{Version: Version{Dataset: 7, Hash: "abc", Facility: 1, Wilayah: 1, Population: 1, Network: 1}}
	for _, name := range gis.TravelProfiles {
		s.places.Profiles = append(s.places.Profiles, gis.Profile{
			Name: name, Version: 1, WalkKmh: 5, DetourFactor: 1.3,
			Speeds: []gis.ProfileSpeed{{Class: gis.AnyClass, Kmh: kmh(60)}},
		})
	}
	s.places.Desa = []DesaRow{
		{"35.10.01.2004", 40, true}, {"35.10.01.2001", 100, true}, {"35.10.01.2002", 300, true}, {"35.10.01.2003", 60, true},
	}
	s.places.Demand = []DemandRow{
		{Desa: "35.10.01.2002", Lon: 10_000 / degree, People: 1, Origin: gis.FromSettlement},
		{Desa: "35.10.01.2002", Lon: 20_000 / degree, People: 2, Origin: gis.FromSettlement},
		{Desa: "35.10.01.2001", Lon: 0, People: 5, Origin: gis.FromOffice},
		{Desa: "35.10.01.2004", Lon: 2, Lat: 2, Origin: gis.FromSurface},
	}
	s.places.Facilities = []FacilityRow{
		{ID: 12, Kind: gis.KindPuskesmas, HasPoint: true, Lon: 25_000 / degree, Quality: gis.LocatedPoint, Closed: NoDay},
		{ID: 11, Kind: gis.KindPustu, HasPoint: true, Lon: 5_000 / degree, Quality: gis.LocatedPoint, Closed: NoDay},
	}
	return s
}

func newService(t *testing.T, l Loader, edit ...func(*Config)) *Service {
	t.Helper()
	cfg := Config{Loader: l, Wait: 20 * time.Second}
	for _, e := range edit {
		e(&cfg)
	}
	s := New(cfg)
	t.Cleanup(s.Close)
	return s
}

func pin(t *testing.T, s *Service) *Pinned {
	t.Helper()
	p, err := s.Pin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// both asks for pustu and puskesmas by motorcycle and time.
var both = Query{Kinds: []gis.FacilityKind{gis.KindPustu, gis.KindPuskesmas}, Profile: gis.ProfileMotorcycle, By: gis.ByTime}

func desa(t *testing.T, p *Pinned, q Query, code gis.WilayahCode) DesaTrip {
	t.Helper()
	a, err := p.Desa(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := a.Of(code)
	return d
}
