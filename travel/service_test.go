package travel

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"jangkau/gis"
)

// blocked returns a hook that blocks until released, or its context ends.
func blocked() (hook func(context.Context) error, release func()) {
	gate := make(chan struct{})
	return func(ctx context.Context) error {
		select {
		case <-gate:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, func() { close(gate) }
}

// firstNearest is the facility nearest to kilometre 0, or why there is none.
func firstNearest(t *testing.T, p *Pinned) (int64, gis.TripReason) {
	t.Helper()
	got, err := p.Nearest(context.Background(), both, Origin{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return got[0].FacilityID, got[0].Reason
}

func TestBuildingIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		var release func()
		s.beforeNetwork, release = blocked()
		srv := New(Config{Loader: s})
		defer srv.Close()
		began := time.Now()
		p := pin(t, srv)
		if waited := time.Since(began); waited != 2*time.Second {
			t.Errorf("waited %v", waited)
		}
		if id, reason := firstNearest(t, p); id != 0 || reason != gis.NetworkBuilding || !p.Building() {
			t.Error(id, reason)
		}
		// People are known before roads are.
		d := desa(t, p, both, "35.10.01.2002")
		if d.People != 300 || d.PeopleNotComputed != 300 || d.Median.Status != gis.NotComputed || d.Median.Reason != gis.NetworkBuilding {
			t.Errorf("%+v", d)
		}
		q := both
		q.Kinds = []gis.FacilityKind{gis.KindRS}
		if d := desa(t, p, q, "35.10.01.2002"); d.Median.Reason != gis.NoFacility {
			t.Errorf("%+v", d)
		}
		// Who comes later does not wait again.
		began = time.Now()
		pin(t, srv)
		if waited := time.Since(began); waited != 0 {
			t.Errorf("waited %v again", waited)
		}
		release()
		synctest.Wait()
		if id, reason := firstNearest(t, pin(t, srv)); id != 11 || reason != "" {
			t.Error(id, reason)
		}
	})
}

func TestBuildingOfPlacesIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		s.beforePlaces, _ = blocked()
		srv := New(Config{Loader: s})
		defer srv.Close()
		p := pin(t, srv)
		if id, reason := firstNearest(t, p); id != 0 || reason != gis.NetworkBuilding {
			t.Error(id, reason)
		}
		list, err := p.Summary(t.Context(), both, []Group{{"x", []gis.WilayahCode{"35.10.01.2001"}}}, gis.Bands{})
		if err == nil || list != nil {
			// The profile is not looked at: nothing is known yet.
			if err != nil || list[0].Desa != 1 || list[0].DesaNotComputed != 1 {
				t.Error(list, err)
			}
		}
	})
}

func TestNoRoadsAtAll(t *testing.T) {
	s := newStore()
	s.places.Version.Dataset, s.places.Version.Hash = 0, ""
	p := pin(t, newService(t, s))
	if _, reason := firstNearest(t, p); reason != gis.RoadDataMissing || p.Dataset() != nil {
		t.Error(reason)
	}
	if s.networksRead != 0 {
		t.Error("a network was read")
	}
	s.change(func() { s.places.Building = true }, &s.places.Version.Network)
	if _, reason := firstNearest(t, pin(t, newService(t, s))); reason != gis.NetworkBuilding {
		t.Error(reason)
	}
}

func TestOldServesWhileNewIsBuilt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		srv := New(Config{Loader: s})
		defer srv.Close()
		old := pin(t, srv)
		hook, release := blocked()
		s.change(func() {
			s.beforeNetwork = hook
			s.places.Facilities = []FacilityRow{{ID: 99, Kind: gis.KindPustu, HasPoint: true, Quality: gis.LocatedPoint}}
			s.places.Version.Hash = "def"
		}, &s.places.Version.Facility, &s.places.Version.Network)
		meanwhile := pin(t, srv)
		if id, _ := firstNearest(t, meanwhile); id != 11 || meanwhile.Version() != old.Version() {
			t.Error(id, meanwhile.Version())
		}
		release()
		synctest.Wait()
		fresh := pin(t, srv)
		if id, _ := firstNearest(t, fresh); id != 99 || fresh.Version() == old.Version() {
			t.Error(id, fresh.Version())
		}
		if id, _ := firstNearest(t, old); id != 11 {
			t.Error("the old one changed its answer", id)
		}
	})
}

func TestReadsItsOwnWrites(t *testing.T) {
	// A change that takes no longer to take in than requests have patience for is in
	// the next answer.
	s := newStore()
	srv := newService(t, s)
	for i := range 20 {
		s.change(func() { s.places.Facilities[1].ID = int64(100 + i) }, &s.places.Version.Facility)
		if id, _ := firstNearest(t, pin(t, srv)); id != int64(100+i) {
			t.Fatalf("facility %d after change %d", id, i)
		}
	}
	if s.networksRead != 1 {
		t.Errorf("the same network was read %d times", s.networksRead)
	}
}

func TestWhatDidNotChangeIsTakenOver(t *testing.T) {
	s := newStore()
	srv := newService(t, s)
	engine := func() *way {
		w, err := pin(t, srv).snapshot.ways.get(t.Context(), both)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	first := engine()
	s.change(func() {}, &s.places.Version.Facility)
	pin(t, srv) // a version that nobody asked this profile of
	s.change(func() {}, &s.places.Version.Facility)
	if second := engine(); second.engine != first.engine || &second.demand[0] != &first.demand[0] || second == first {
		t.Error("engine or demand was made again for new facilities")
	}
	s.change(func() {}, &s.places.Version.Population)
	if third := engine(); third.engine != first.engine || &third.demand[0] == &first.demand[0] {
		t.Error("new people should keep the engine and be located anew")
	}
	s.change(func() {
		s.places.Profiles = append([]gis.Profile(nil), s.places.Profiles...)
		s.places.Profiles[1].WalkKmh = 4
	}, &s.places.Version.Network)
	if fourth := engine(); fourth.engine == first.engine {
		t.Error("a changed profile kept its engine")
	}
}

func TestResultsAreKept(t *testing.T) {
	srv := newService(t, newStore())
	p := pin(t, srv)
	areas := make([]*Area, 20)
	var wg sync.WaitGroup
	for i := range areas {
		wg.Go(func() { areas[i], _ = p.Desa(context.Background(), both) })
	}
	wg.Wait()
	q := both
	q.Kinds = []gis.FacilityKind{gis.KindPuskesmas, gis.KindPustu, gis.KindPustu} // the same set
	q.AsOf = p.today - 1                                                          // the same facilities
	again, _ := p.Desa(context.Background(), q)
	for _, a := range append(areas, again) {
		if a == nil || a != areas[0] {
			t.Fatal("computed again")
		}
	}
	q.By = gis.ByDistance
	if other, _ := p.Desa(context.Background(), q); other == areas[0] {
		t.Error("one answer for two questions")
	}
}

func TestNothingIsKeptWithoutRoom(t *testing.T) {
	srv := newService(t, newStore(), func(c *Config) { c.CacheBytes = 10 })
	p := pin(t, srv)
	a, err := p.Desa(t.Context(), both)
	b, err2 := p.Desa(t.Context(), both)
	if err != nil || err2 != nil || a == b || p.snapshot.cache.used != 0 {
		t.Error(err, err2, a == b, p.snapshot.cache.used)
	}
}

func TestFailuresAreToldAndGotOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		down := gis.NewError(gis.Unavailable, "mati", "down")
		s.beforePlaces = func(context.Context) error { return down }
		srv := New(Config{Loader: s})
		defer srv.Close()
		for range 3 { // and not tried again at every request
			if _, err := srv.Pin(t.Context()); !errors.Is(err, down) {
				t.Fatal(err)
			}
		}
		if s.placesRead != 1 {
			t.Errorf("tried %d times", s.placesRead)
		}
		s.change(func() { s.beforePlaces = nil })
		time.Sleep(5 * time.Second)
		old := pin(t, srv)
		// A failure after a success leaves the old one serving.
		s.change(func() { s.beforePlaces = func(context.Context) error { panic("out of luck") } }, &s.places.Version.Facility)
		if p := pin(t, srv); p.Version() != old.Version() {
			t.Error(p.Version())
		}
		s.change(func() { s.beforePlaces = nil })
		time.Sleep(5 * time.Second)
		if p := pin(t, srv); p.Version() == old.Version() {
			t.Error("not got over")
		}
	})
}

func TestReplacedDatasetIsReadAfresh(t *testing.T) {
	s := newStore()
	s.beforeNetwork = func(context.Context) error {
		if s.networksRead < 3 {
			return gis.NewError(gis.Conflict, "diganti", "replaced")
		}
		return nil
	}
	if id, _ := firstNearest(t, pin(t, newService(t, s))); id != 11 {
		t.Error(id)
	}
}

func TestBrokenNetworkIsInvalid(t *testing.T) {
	s := newStore()
	s.network.Edges[3].To = 1000
	if _, err := newService(t, s).Pin(t.Context()); gis.KindOf(err) != gis.Invalid {
		t.Error(err)
	}
}

func TestClosed(t *testing.T) {
	s := newStore()
	s.beforePlaces, _ = blocked()
	srv := newService(t, s)
	srv.Warm()
	srv.Warm()
	srv.Close()
	if _, err := srv.Pin(t.Context()); err == nil {
		t.Error("a closed service answered")
	}
	running := newService(t, newStore())
	p := pin(t, running)
	running.Close()
	running.Close()
	if _, err := p.Desa(t.Context(), both); gis.KindOf(err) != gis.Unavailable {
		t.Error(err)
	}
}

func TestOldSnapshotIsLetGo(t *testing.T) {
	s := newStore()
	srv := newService(t, s)
	p := pin(t, srv)
	firstNearest(t, p)
	old := weak.Make(p.snapshot)
	s.change(func() {}, &s.places.Version.Facility)
	firstNearest(t, pin(t, srv))
	runtime.GC()
	if old.Value() == nil {
		t.Error("let go while pinned")
	}
	if id, _ := firstNearest(t, p); id != 11 {
		t.Error(id)
	}
	runtime.KeepAlive(p) // the last pin ends here
	for end := time.Now().Add(30 * time.Second); old.Value() != nil; runtime.GC() {
		if time.Now().After(end) {
			t.Fatal("kept after the last pin")
		}
		runtime.Gosched()
	}
}

// TestEveryAnswerIsOfItsVersion asks from many sides while the store changes. The
// pustu's id is the facility revision, so an answer tells what it was made of.
func TestEveryAnswerIsOfItsVersion(t *testing.T) {
	s := newStore()
	s.places.Facilities[1].ID = 1
	srv := newService(t, s, func(c *Config) { c.Wait = time.Millisecond; c.CacheBytes = 20_000 })
	for pin(t, srv).Building() { // with so little patience the first may be
		time.Sleep(time.Millisecond)
	}
	stop := make(chan struct{})
	var asked atomic.Int64
	var versions sync.Map
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := askOnce(srv, i, &versions); err != nil {
					t.Error(err)
					return
				}
				asked.Add(1)
			}
		})
	}
	for i := range 60 {
		time.Sleep(5 * time.Millisecond)
		s.change(func() {
			rows := append([]FacilityRow(nil), s.places.Facilities...)
			rows[1].ID = s.places.Version.Facility + 1
			s.places.Facilities = rows
			if i%10 == 0 {
				s.places.Version.Hash = fmt.Sprint("hash ", i)
			}
		}, &s.places.Version.Facility)
	}
	close(stop)
	wg.Wait()
	count := 0
	versions.Range(func(any, any) bool { count++; return true })
	if count < 5 || asked.Load() < 50 {
		t.Errorf("%d versions in %d answers: too tame", count, asked.Load())
	}
}

func askOnce(srv *Service, i int, versions *sync.Map) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	p, err := srv.Pin(ctx)
	if err != nil {
		return err
	}
	want := p.Revisions().Facility
	versions.Store(want, true)
	q := both
	q.Profile = gis.TravelProfiles[i%2]
	if i == 7 { // one who gives up early
		c, stop := context.WithTimeout(ctx, 50*time.Microsecond)
		defer stop()
		if _, err := p.Desa(c, q); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return nil
	}
	trips, err := p.Nearest(ctx, q, Origin{}, 1)
	if err != nil {
		return err
	}
	a, err := p.Desa(ctx, q)
	if err != nil {
		return err
	}
	d, _ := a.Of("35.10.01.2001")
	if trips[0].FacilityID != want || d.Median.FacilityID != want {
		return fmt.Errorf("version %s answers %d and %d", p.Version(), trips[0].FacilityID, d.Median.FacilityID)
	}
	return nil
}
