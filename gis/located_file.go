package gis

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"sync"

	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
)

// pending are files of located places that are still to be written, by name.
type pending struct {
	mu    sync.Mutex
	files map[string]*flatfile.Builder
}

func (p *pending) put(name string, b *flatfile.Builder) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.files == nil {
		p.files = map[string]*flatfile.Builder{}
	}
	p.files[name] = b
}

func (p *pending) take() map[string]*flatfile.Builder {
	p.mu.Lock()
	defer p.mu.Unlock()
	files := p.files
	p.files = nil
	return files
}

// LocateKept is [Engine.LocateAll] for places that the next process will ask for
// again, as long as they lie where they do: they are taken from a file of that name,
// or noted for [Engine.Save].
func (e *Engine) LocateKept(ctx context.Context, name string, n int, at func(int) (Spot, bool)) ([]Located, error) {
	defer runtime.KeepAlive(e)
	files := e.roads.index.files
	if files == nil {
		return e.LocateAll(ctx, n, at)
	}
	of := madeFrom(e.weightsID(), e.roads.optionsID(), spotsID(n, at))
	file := stem(e.filed.of) + "." + name
	list, _, ok := open(files, file, locatedKind, of, func(f *flatfile.File) ([]Located, error) { return e.locatedOf(f, n, at) })
	if ok {
		return list, nil
	}
	list, err := e.LocateAll(ctx, n, at)
	if err == nil {
		e.pending.put(file, locatedBuilder(of, list))
	}
	return list, err
}

// optionsID names how places join the roads.
func (r *Roads) optionsID() flatfile.ID {
	o := r.options
	var flat []float64
	var ends [][]int
	if o.Coverage != nil && o.Method != CoverageNearRoads { // there the polygon is not asked
		flat, ends = o.Coverage.FlatCoords(), o.Coverage.Endss()
	}
	return madeFrom(o.SnapMaxM, o.MinComponent, o.Method, flat, ends)
}

func spotsID(n int, at func(int) (Spot, bool)) flatfile.ID {
	h := sha256.New()
	var row []byte
	for i := range n {
		s, known := at(i)
		row = binary.LittleEndian.AppendUint64(row[:0], math.Float64bits(s.At.Lon))
		row = binary.LittleEndian.AppendUint64(row, math.Float64bits(s.At.Lat))
		row = binary.LittleEndian.AppendUint32(row, s.Landmass)
		if known {
			row = append(row, 1)
		} else {
			row = append(row, 0)
		}
		h.Write(row)
	}
	return flatfile.ID(h.Sum(nil))
}

// How a place was located; one without a place has none.
const (
	locatedKnown = 1 << iota
	locatedCovered
	locatedJoins
)

func locatedBuilder(of flatfile.ID, list []Located) *flatfile.Builder {
	edge, fraction, snap, how := make([]uint32, len(list)), make([]float64, len(list)), make([]float64, len(list)), make([]uint8, len(list))
	for i, l := range list {
		edge[i], fraction[i], snap[i] = l.Position.Edge, l.Position.Fraction, l.SnapM
		if l.Known {
			how[i] |= locatedKnown
		}
		if l.Covered {
			how[i] |= locatedCovered
		}
		if l.Joins {
			how[i] |= locatedJoins
		}
	}
	b := flatfile.NewBuilder(locatedKind, of)
	flatfile.Add(b, "edge", edge)
	flatfile.Add(b, "fraction", fraction)
	flatfile.Add(b, "snap", snap)
	flatfile.Add(b, "how", how)
	return b
}

func (e *Engine) locatedOf(f *flatfile.File, n int, at func(int) (Spot, bool)) ([]Located, error) {
	v := flatfile.Views{File: f}
	edge, fraction := flatfile.Take[uint32](&v, "edge"), flatfile.Take[float64](&v, "fraction")
	snap, how := flatfile.Take[float64](&v, "snap"), flatfile.Take[uint8](&v, "how")
	if v.Err != nil {
		return nil, v.Err
	}
	if len(edge) != n || len(fraction) != n || len(snap) != n || len(how) != n {
		return nil, fmt.Errorf("%d places located of %d", len(edge), n)
	}
	list := make([]Located, n)
	for i := range list {
		spot, known := at(i)
		if known != (how[i]&locatedKnown != 0) {
			return nil, fmt.Errorf("place %d is there in one of file and list only", i)
		}
		if !known {
			continue
		}
		l := Located{
			Spot: spot, Known: true, Covered: how[i]&locatedCovered != 0, Joins: how[i]&locatedJoins != 0,
			Position: network.Position{Edge: edge[i], Fraction: fraction[i]}, SnapM: snap[i],
		}
		if l.Joins && !(e.roads.net.On(l.Position) && l.SnapM >= 0 && l.SnapM <= e.roads.options.SnapMaxM) || !l.Joins && l.Position != network.NoPosition {
			return nil, fmt.Errorf("place %d joins %v over %v m", i, l.Position, l.SnapM)
		}
		list[i] = l
	}
	return list, nil
}
