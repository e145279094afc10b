package gis

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
)

// index is where roads keep what was computed from them.
type index struct {
	files   IndexFiles // nil: nowhere
	dataset string     // hash that names all that the roads were built from

	naming sync.Once
	id     flatfile.ID // of the roads' own file

	saving sync.Mutex
	filed  bool // that file is there
}

// OpenRoads takes the roads of a dataset from its file; nil where there is none of
// use. Hash names all that the roads were built from, options included.
func OpenRoads(files IndexFiles, hash string, o RoadOptions) *Roads {
	r, id, ok := open(files, roadsFile, roadsKind, madeFrom(hash), func(f *flatfile.File) (*Roads, error) { return roadsOf(f, o) })
	if !ok {
		return nil
	}
	r.KeepIn(files, hash)
	r.index.naming.Do(func() { r.index.id = id })
	r.index.filed = true
	return r
}

// KeepIn says where to keep, and to look for, what is computed from roads that were
// built. Hash names all that they were built from. It must be called before anybody
// else has the roads.
func (r *Roads) KeepIn(files IndexFiles, hash string) { r.index.files, r.index.dataset = files, hash }

// Save writes the roads' file, if it is not there yet.
func (r *Roads) Save(ctx context.Context) {
	defer runtime.KeepAlive(r)
	r.index.saving.Lock()
	defer r.index.saving.Unlock()
	if r.index.files != nil && !r.index.filed {
		r.index.files.Write(ctx, roadsFile, r.file())
		r.index.filed = true
	}
}

// fileID names the content of the roads' file, whether it is there or not.
func (r *Roads) fileID() flatfile.ID {
	r.index.naming.Do(func() { r.index.id = r.file().ID() })
	return r.index.id
}

func (r *Roads) file() *flatfile.Builder {
	b := flatfile.NewBuilder(roadsKind, madeFrom(r.index.dataset))
	r.net.AddTo(b)
	kinds := make([][5]string, len(r.kinds))
	for i, k := range r.kinds {
		kinds[i] = [5]string{k.class, k.surface, k.tracktype, k.smoothness, k.structure}
	}
	text, err := json.Marshal(kinds)
	if err != nil {
		panic(fmt.Sprintf("bug: kinds of roads have no JSON: %v", err))
	}
	flatfile.Add(b, "road.kinds", text)
	flatfile.Add(b, "road.kind", r.kind)
	flatfile.Add(b, "road.kmh", r.maxKmh)
	flatfile.Add(b, "road.access", r.access)
	flatfile.Add(b, "road.ferry", r.ferryS)
	flatfile.Add(b, "road.from", r.from)
	flatfile.Add(b, "road.to", r.to)
	flatfile.Add(b, "road.way", r.way)
	flatfile.Add(b, "road.landing", r.landing)
	return b
}

func roadsOf(f *flatfile.File, o RoadOptions) (*Roads, error) {
	net, err := network.OpenNetwork(f, DistanceM)
	if err != nil {
		return nil, err
	}
	r := NewRoadsBuilder(o).roads
	r.net = net
	v := flatfile.Views{File: f}
	text := flatfile.Take[byte](&v, "road.kinds")
	r.kind, r.maxKmh = flatfile.Take[uint32](&v, "road.kind"), flatfile.Take[float32](&v, "road.kmh")
	r.access, r.ferryS = flatfile.Take[uint8](&v, "road.access"), flatfile.Take[float32](&v, "road.ferry")
	r.from, r.to = flatfile.Take[uint32](&v, "road.from"), flatfile.Take[uint32](&v, "road.to")
	r.way, r.landing = flatfile.Take[int64](&v, "road.way"), flatfile.Take[uint8](&v, "road.landing")
	if v.Err != nil {
		return nil, v.Err
	}
	m := net.EdgeCount()
	if len(r.kind) != m || len(r.maxKmh) != m || len(r.access) != m || len(r.ferryS) != m || len(r.from) != m || len(r.to) != m ||
		len(r.way) != m && len(r.way) != 0 || len(r.landing) != net.NodeCount() {
		return nil, fmt.Errorf("%d roads in a network of %d edges", len(r.kind), m)
	}
	if len(r.way) == 0 {
		r.way = nil
	}
	var kinds [][5]string
	if err := json.Unmarshal(text, &kinds); err != nil {
		return nil, fmt.Errorf("kinds of roads: %w", err)
	}
	for _, k := range kinds {
		r.kinds = append(r.kinds, roadKind{k[0], k[1], k[2], k[3], k[4]})
	}
	bad := make(chan int, 1)
	inStretches(m, func(lo, hi int) {
		nodes := uint32(net.NodeCount())
		for e := lo; e < hi; e++ {
			if int(r.kind[e]) >= len(kinds) || r.from[e] >= nodes || r.to[e] >= nodes {
				select {
				case bad <- e:
				default:
				}
				return
			}
		}
	})
	select {
	case e := <-bad:
		return nil, fmt.Errorf("road %d of kind %d from %d to %d", e, r.kind[e], r.from[e], r.to[e])
	default:
		return r, nil
	}
}
