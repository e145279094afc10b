package ogc

import (
	"container/list"
	"fmt"
	"sync"

	"jangkau/gis"
)

// extents keeps counts and boxes by the version of what they were counted in: a
// client that reads 84 pages is told 84 times how many there are.
type extents struct {
	mu    sync.Mutex
	order *list.List
	known map[string]*list.Element
}

type extentKept struct {
	key string
	gis.TableExtent
}

const mostExtents = 500

func (e *extents) get(key string, count func() (gis.TableExtent, error)) (gis.TableExtent, error) {
	e.mu.Lock()
	if at, ok := e.known[key]; ok {
		e.order.MoveToFront(at)
		e.mu.Unlock()
		return at.Value.(extentKept).TableExtent, nil //nolint:forcetypeassert // all that order holds
	}
	e.mu.Unlock()
	x, err := count()
	if err != nil {
		return x, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.known[key]; !ok {
		e.known[key] = e.order.PushFront(extentKept{key, x})
	}
	if e.order.Len() > mostExtents {
		delete(e.known, e.order.Remove(e.order.Back()).(extentKept).key) //nolint:forcetypeassert // as above
	}
	return x, nil
}

func keyOf(q gis.TableQuestion, query, version string) string {
	return fmt.Sprint(q.Table.Name, "?", query, "@", version)
}
