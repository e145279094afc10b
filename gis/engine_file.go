package gis

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"jangkau/gis/network"
	"jangkau/gis/network/flatfile"
)

// filed is what an engine has of files: the weights' name and content.
type filed struct {
	of    flatfile.ID // what the weights are made from
	there bool        // their file is
	once  sync.Once
	id    flatfile.ID
}

// madeOf names what weights are made from: the roads, the profile, and what the
// program makes of it for each kind of road.
func (e *Engine) madeOf() flatfile.ID {
	type settled struct {
		Kmh         float64
		Shut, Named bool
	}
	paces := make([]settled, len(e.roads.kinds))
	for i, k := range e.roads.kinds {
		p := e.profile.pace(k)
		paces[i] = settled{p.kmh, p.shut, p.named}
	}
	return madeFrom(e.roads.fileID(), e.profile, paces)
}

// openWeights takes the weights from their file, where there is one of use; so that
// none is used that this program would weigh otherwise, some edges are weighed again.
func (e *Engine) openWeights(name string) (*network.Weights, flatfile.ID, bool) {
	return open(e.roads.index.files, name, weightsKind, e.filed.of, func(f *flatfile.File) (*network.Weights, error) {
		w, err := network.OpenWeights(f, e.roads.net)
		if err != nil {
			return nil, err
		}
		return w, e.sample(w, name == e.weightsFile())
	})
}

func (e *Engine) weightsFile() string { return stem(e.filed.of) + ".weights" }
func (e *Engine) ashoreFile() string  { return stem(e.filed.of) + ".ashore" }

// sample weighs every so manieth edge, and every closed one, again.
func (e *Engine) sample(w *network.Weights, ferries bool) error {
	const samples = 100_000
	shut := map[uint32]bool{}
	for i := range e.profile.Closures {
		for _, id := range e.roads.closed(&e.profile.Closures[i]) {
			shut[id] = true
		}
	}
	paces := e.paces()
	check := func(id uint32) error {
		forward, backward := e.edgeS(paces, id)
		if shut[id] || !ferries && e.roads.isFerry(id) {
			forward, backward = network.Closed, network.Closed
		}
		if f, b := w.EdgeS(id); f != forward || b != backward {
			return fmt.Errorf("edge %d takes %v and %v s, weighed now %v and %v", id, f, b, forward, backward)
		}
		return nil
	}
	for id := range shut {
		if err := check(id); err != nil {
			return err
		}
	}
	edges := e.roads.net.EdgeCount()
	for id := 0; id < edges; id += max(1, edges/samples) {
		if err := check(uint32(id)); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) weightsBuilder(w *network.Weights) *flatfile.Builder {
	b := flatfile.NewBuilder(weightsKind, e.filed.of)
	w.AddTo(b)
	return b
}

// weightsID names the content of the weights' file, whether it is there or not.
func (e *Engine) weightsID() flatfile.ID {
	e.filed.once.Do(func() { e.filed.id = e.weightsBuilder(e.weights).ID() })
	return e.filed.id
}

// openRank takes the hierarchy of the roads from its file, once.
func (r *Roads) openRank() {
	r.rank.opening.Do(func() {
		if r.index.files == nil {
			return
		}
		if h, id, ok := open(r.index.files, hierarchyFile, hierarchyKind, r.fileID(), r.net.OpenHierarchy); ok {
			r.rank.made.Store(&madeRank{h: h, id: id, filed: true})
		}
	})
}

// openRanked takes the hierarchy's weights by a metric from their file, once.
func (e *Engine) openRanked(metric network.Metric) {
	e.opening[metric].Do(func() {
		if e.roads.index.files == nil || e.ranked[metric].Load() != nil {
			return
		}
		e.roads.openRank()
		made := e.roads.rank.made.Load()
		if made == nil {
			return
		}
		r, _, ok := open(e.roads.index.files, e.rankedFile(metric), rankedKind[metric], madeFrom(made.id, e.weightsID()), func(f *flatfile.File) (*network.Ranked, error) {
			return made.h.OpenRanked(f, e.weights, metric)
		})
		if ok {
			e.ranked[metric].Store(r)
			e.rankedFiled[metric].Store(true)
		}
	})
}

// RankKept reports whether there are files of the hierarchies, by their first bytes.
// The first search by each then takes it from there; one that finds out that its file
// is of no use goes without: see [Engine.Ranked].
func (e *Engine) RankKept() bool {
	files := e.roads.index.files
	if files == nil {
		return false
	}
	order, ok := files.Peek(hierarchyFile, hierarchyKind, e.roads.fileID())
	for metric := range rankedKind {
		if ok {
			_, ok = files.Peek(e.rankedFile(network.Metric(metric)), rankedKind[metric], madeFrom(order, e.weightsID()))
		}
	}
	return ok
}

func (e *Engine) rankedFile(metric network.Metric) string {
	return stem(e.filed.of) + "." + rankedKind[metric].Name
}

// Save writes the files of what the engine, and the hierarchy of its roads, have come
// to by now and that is in no file yet. Engines of the same roads are saved one after
// the other.
func (e *Engine) Save(ctx context.Context) {
	defer runtime.KeepAlive(e)
	files := e.roads.index.files
	if files == nil {
		return
	}
	if !e.filed.there {
		files.Write(ctx, e.weightsFile(), e.weightsBuilder(e.weights))
		e.filed.there = true
	}
	if w := e.ashoreMade.Swap(nil); w != nil {
		files.Write(ctx, e.ashoreFile(), e.weightsBuilder(w))
	}
	for name, b := range e.pending.take() {
		files.Write(ctx, name, b)
	}
	made := e.roads.rank.made.Load()
	if made == nil {
		return
	}
	if !made.filed {
		files.Write(ctx, hierarchyFile, e.roads.rankBuilder(made.h))
		made.filed = true
	}
	for metric := range e.ranked {
		if r := e.ranked[metric].Load(); r != nil && !e.rankedFiled[metric].Load() {
			b := flatfile.NewBuilder(rankedKind[metric], madeFrom(made.id, e.weightsID()))
			r.AddTo(b)
			files.Write(ctx, e.rankedFile(network.Metric(metric)), b)
			e.rankedFiled[metric].Store(true)
		}
	}
}

func (r *Roads) rankBuilder(h *network.Hierarchy) *flatfile.Builder {
	b := flatfile.NewBuilder(hierarchyKind, r.fileID())
	h.AddTo(b)
	return b
}
