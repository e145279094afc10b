package travel

import (
	"reflect"
	"testing"
	"testing/synctest"

	"jangkau/gis"
)

// A hierarchy is made in the background once a profile is used, and the answers by
// it are those before it.
func TestHierarchyIsMadeInTheBackground(t *testing.T) {
	for _, c := range []struct {
		name string
		from int
		want bool
	}{
		{"small networks too", 1, true},
		{"large networks", 0, false},
		{"none", -1, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := New(Config{Loader: newStore(), RankFrom: c.from, CacheBytes: 1})
			defer srv.Close()
			p := pin(t, srv)
			all := func() (list []DesaTrip) {
				for _, code := range []gis.WilayahCode{"35.10.01.2001", "35.10.01.2002", "35.10.01.2003", "35.10.01.2004"} {
					list = append(list, desa(t, p, both, code))
				}
				return list
			}
			before := all()
			synctest.Wait()
			w, err := p.snapshot.ways.get(t.Context(), both)
			if err != nil {
				t.Fatal(err)
			}
			for _, by := range []gis.TravelMetric{gis.ByTime, gis.ByDistance} {
				if got := w.engine.Ranked(by); got != c.want {
					t.Errorf("%s, by %v: with a hierarchy: %t", c.name, by, got)
				}
			}
			if after := all(); !reflect.DeepEqual(after, before) {
				t.Errorf("%s: %+v, before %+v", c.name, after, before)
			}
		})
	}
}
