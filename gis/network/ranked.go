package network

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"jangkau/gis/network/dissect"
	"jangkau/gis/network/hierarchy"
)

// Hierarchy is a network with shortcuts, not yet weighed: made once, for all ways of
// travelling. Immutable; safe for any number of concurrent users.
type Hierarchy struct {
	net *Network
	top *hierarchy.Topology
}

// HierarchyOptions say how a hierarchy is made; the result does not depend on them.
type HierarchyOptions struct {
	Workers  int                   // as many as processors when 0
	Progress func(done, total int) // nodes ordered so far, which is most of the work
}

// NewHierarchy finds an order of the nodes and completes the network under it; see
// packages dissect and hierarchy. It takes some 10 s and 400 MB a million nodes. The
// error is the context's, or of a network too large.
func (n *Network) NewHierarchy(ctx context.Context, o HierarchyOptions) (*Hierarchy, error) {
	if len(n.from) > maxRankedEdges {
		return nil, fmt.Errorf("%w: a hierarchy of %d edges", ErrInvalid, len(n.from))
	}
	order, err := dissect.Order(ctx, n.undirected(), dissect.Options{Workers: o.Workers, Progress: o.Progress})
	if err != nil {
		return nil, err
	}
	top, err := hierarchy.NewTopology(ctx, order, n.from, n.to)
	if err != nil {
		return nil, err
	}
	return &Hierarchy{n, top}, nil
}

// maxRankedEdges leaves a bit beside the number of an arc.
const maxRankedEdges = 1 << 30

// undirected is n as its ends see it. Longitudes count as latitudes do at the
// network's middle.
func (n *Network) undirected() dissect.Graph {
	g := dissect.Graph{First: n.first, Head: make([]uint32, len(n.incident)), X: make([]float64, len(n.at)), Y: make([]float64, len(n.at))}
	for i, arc := range n.incident {
		g.Head[i] = n.head(arc)
	}
	if len(n.at) > 0 {
		middle := n.newPlane(n.at[len(n.at)/2])
		for v, p := range n.at {
			g.X[v], g.Y[v] = p.Lon*middle.mPerLon, p.Lat*middle.mPerLat
		}
	}
	return g
}

// Ranked is a hierarchy weighed by one metric of some [Weights]: the same answers as
// [Labels], for whole countries in a fraction of the time. Immutable; safe for any
// number of concurrent users, each of whom takes 12 bytes a node while searching.
type Ranked struct {
	w      *Weights
	metric Metric
	m      *hierarchy.Metric
}

// Weigh takes a second or so a million nodes and processor. The error is the
// context's, or wraps [ErrInvalid] where w is of another network, or [ErrOverflow].
func (h *Hierarchy) Weigh(ctx context.Context, w *Weights, metric Metric, workers int) (*Ranked, error) {
	if w.net != h.net || metric >= metrics {
		return nil, fmt.Errorf("%w: metric %d, or weights of another network", ErrInvalid, metric)
	}
	if err := h.Complete(ctx); err != nil {
		return nil, err
	}
	forward, backward := make([]uint32, len(h.net.from)), make([]uint32, len(h.net.from))
	for e := range forward {
		forward[e], backward[e] = w.weight(metric, uint32(2*e)), w.weight(metric, uint32(2*e+1))
	}
	m, err := h.top.Customize(ctx, forward, backward, workers)
	if err != nil {
		return nil, ranked(err)
	}
	return &Ranked{w, metric, m}, nil
}

// weight is that of an arc in whole quanta, unreached where closed.
func (w *Weights) weight(metric Metric, arc uint32) uint32 {
	if !w.open(arc) {
		return unreached
	}
	return uint32(w.quantise(metric, w.cost(metric, arc)))
}

func ranked(err error) error {
	switch {
	case errors.Is(err, hierarchy.ErrOverflow):
		return fmt.Errorf("%w: %w", ErrOverflow, err)
	case errors.Is(err, hierarchy.ErrBroken):
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return err
}

// Trips finds the nearest source from every position: what [Labels.Trip] gives, but
// that of ways equally short another may be taken. The error is the context's, or
// wraps [ErrInvalid] or [ErrOverflow].
func (r *Ranked) Trips(ctx context.Context, sources *Sources, from []Position, workers int) ([]Trip, error) {
	if err := r.w.check(r.metric, sources); err != nil {
		return nil, err
	}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	seeds := make([]hierarchy.Seed, len(sources.seeds[r.metric]))
	for i, sd := range sources.seeds[r.metric] {
		seeds[i] = hierarchy.Seed{Node: sd.node, Weight: uint32(sd.weight), Source: sd.source}
	}
	order := edgeOrder(from, r.w.net.EdgeCount())
	to := make([]uint32, 0, 2*len(from))
	for _, i := range order {
		if p := from[i]; sources.missing(p) == NoReason {
			legs, k := r.w.legs(r.metric, p, false)
			for _, l := range legs[:k] {
				to = append(to, l.node)
			}
		}
	}
	near, err := r.m.Nearest(ctx, seeds, to, workers)
	if err != nil {
		return nil, ranked(err)
	}
	defer near.Close()
	trips := make([]Trip, len(from))
	var broken atomic.Bool
	err = spread(ctx, len(from), workers, func() func(i int) {
		var u hierarchy.Unpacker
		return func(k int) {
			i := order[k]
			p := path{w: r.w}
			best, done := p.depart(sources, r.metric, from[i], rankedLabels{near})
			if !done {
				end, whole := near.Path(&u, best.leg.node, p.whole)
				last, met := leg{}, false
				if whole {
					last, met = sources.findLeg(r.metric, end, best.source)
				}
				if !met {
					broken.Store(true)
					return
				}
				p.finish(best.source, last, sources.list[best.source])
			}
			trips[i] = p.route.Trip
		}
	})
	if err != nil {
		return nil, err
	}
	if broken.Load() {
		return nil, wrong("the hierarchy does not hold together")
	}
	return trips, nil
}

type rankedLabels struct{ near *hierarchy.Nearest }

func (l rankedLabels) label(v uint32) (weight, source uint32) {
	weight, source, _ = l.near.At(v)
	return weight, source
}

// spread does n things in pieces, several at once; each worker has a state of its own.
func spread(ctx context.Context, n, workers int, worker func() func(i int)) error {
	const piece = 256
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		do := worker()
		for ctx.Err() == nil {
			from := int(next.Add(piece)) - piece
			if from >= n {
				return
			}
			for i := from; i < min(from+piece, n); i++ {
				do(i)
			}
		}
	}
	for range min(workers, (n+piece-1)/piece) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	return ctx.Err()
}
