package gis

import (
	"errors"
	"runtime"
	"slices"

	"jangkau/gis/network"
)

// Closure shuts roads to a profile or to one of its variants: those of a way of
// OpenStreetMap, or the one road of a class nearest to a point, which finds the
// same bridge again when the roads have been loaded anew, or every road of a class.
// Exactly one of WayID, At and Class alone says which.
type Closure struct {
	WayID      int64
	At         *network.Point
	WithinM    float64 // with At: farthest that the road may lie, metres
	Class      string  // with At: class of the road sought, "" for any; alone: all of the class
	Months     []int   // 1 to 12; none: always
	Note       string  // what is shut, in people's words
	Source     string
	Assumption bool
}

// ClosureMatch is a closure and how many edges of the network it shuts. One that
// matches none is worth a caveat: the road is not in the network, or not there.
type ClosureMatch struct {
	Closure
	Edges int
}

func (c *Closure) holdsIn(month int) bool {
	return len(c.Months) == 0 || slices.Contains(c.Months, month)
}

func (c *Closure) check() error {
	switch {
	case c.WayID < 0 || c.WayID != 0 && (c.At != nil || c.Class != ""):
		return errors.New("closure, wayId")
	case c.At != nil && !(positive(c.WithinM) && c.At.Lon >= -180 && c.At.Lon <= 180 && c.At.Lat >= -90 && c.At.Lat <= 90):
		return errors.New("closure, at")
	case c.WayID == 0 && c.At == nil && c.Class == "":
		return errors.New("closure")
	}
	for _, m := range c.Months {
		if m < 1 || m > 12 {
			return errors.New("closure, months")
		}
	}
	return nil
}

// closed lists the edges that a closure shuts, in time O(m) or, by a point, O(log m).
func (r *Roads) closed(c *Closure) []uint32 {
	var list []uint32
	switch {
	case c.WayID != 0:
		for e, way := range r.way {
			if way == c.WayID {
				list = append(list, uint32(e))
			}
		}
	case c.At != nil:
		e, _, ok := r.net.NearestEdge(*c.At, c.WithinM, func(e uint32) bool {
			return c.Class == "" || r.kinds[r.kind[e]].class == c.Class
		})
		if ok {
			list = append(list, e)
		}
	default:
		for e, k := range r.kind {
			if r.kinds[k].class == c.Class {
				list = append(list, uint32(e))
			}
		}
	}
	return list
}

// shutting lists the edges of a closure that somebody asks about, of which there must
// be one. The error is [Invalid].
func (r *Roads) shutting(c *Closure) ([]uint32, error) {
	if err := c.check(); err != nil {
		return nil, &Error{Kind: Invalid, Field: "closeRoad", Err: err, Message: T(
			"Sebutkan satu ruas jalan: titik di dekatnya, atau nomor way OpenStreetMap", "Name one road: a point beside it, or its way in OpenStreetMap")}
	}
	list := r.closed(c)
	if len(list) > 0 {
		return list, nil
	}
	if c.At != nil {
		return nil, &Error{Kind: Invalid, Field: "closeRoad", Message: T(
			"Tidak ada jalan dalam %.0f m dari titik itu; pilih titik di atas jalannya", "There is no road within %.0f m of that point; choose a point on the road", c.WithinM)}
	}
	return nil, &Error{Kind: Invalid, Field: "closeRoad", Message: T(
		"Jalan dengan nomor way %d tidak ada dalam jaringan yang dimuat", "The loaded roads have no way %d", c.WayID)}
}

// Match says what closures shut in these roads.
func (r *Roads) Match(closures []Closure) []ClosureMatch {
	defer runtime.KeepAlive(r)
	list := make([]ClosureMatch, len(closures))
	for i := range closures {
		list[i] = ClosureMatch{closures[i], len(r.closed(&closures[i]))}
	}
	return list
}
