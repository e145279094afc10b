package network

import (
	"context"

	"jangkau/gis/network/flatfile"
	"jangkau/gis/network/hierarchy"
)

// Sections of a file that belong to weights. Searches' arcs are none of them: to make
// them out of the costs takes hardly longer than to check them.
const (
	secQuanta        = "weights.quanta"
	secCosts         = "weights.cost"
	secComponent     = "weights.component"
	secComponentSize = "weights.component.size"
)

// AddTo adds the weights to a file; those of the network are not among them.
func (w *Weights) AddTo(b *flatfile.Builder) {
	flatfile.Add(b, secQuanta, w.quanta[:])
	flatfile.Add(b, secCosts, w.costs)
	flatfile.Add(b, secComponent, w.component)
	flatfile.Add(b, secComponentSize, w.componentSize)
}

// OpenWeights takes weights over n from a file whose sections are verified. They lie
// in the file's bytes; see [OpenNetwork].
func OpenWeights(f *flatfile.File, n *Network) (*Weights, error) {
	v := flatfile.Views{File: f}
	quanta := flatfile.Take[float64](&v, secQuanta)
	w := &Weights{
		net: n, file: f, costs: flatfile.Take[edgeCost](&v, secCosts),
		component: flatfile.Take[uint32](&v, secComponent), componentSize: flatfile.Take[uint32](&v, secComponentSize),
	}
	if v.Err != nil {
		return nil, v.Err
	}
	if len(quanta) != int(metrics) || len(w.costs) != n.EdgeCount() || len(w.component) != n.NodeCount() || len(w.componentSize) > n.NodeCount() {
		return nil, wrong("weights of %d edges and %d nodes for %d and %d", len(w.costs), len(w.component), n.EdgeCount(), n.NodeCount())
	}
	for m, q := range quanta {
		if !(q > 0 && q < Closed) {
			return nil, wrong("quantum %v", q)
		}
		w.quanta[m] = q
	}
	components := uint32(len(w.componentSize))
	err := inParts(len(w.component), func(lo, hi int) error {
		for v := lo; v < hi; v++ {
			if w.component[v] >= components {
				return wrong("component of node %d by the curve", v)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, inParts(len(w.costs), func(lo, hi int) error {
		// What is below limit fits, whatever it rounds to; see fits.
		limit := [metrics]float64{float64(unreached-1) * w.quanta[ByTime], float64(unreached-1) * w.quanta[ByDistance]}
		for e := lo; e < hi; e++ {
			c := &w.costs[e]
			if c.lengthM != n.lengthM[e] {
				return wrong("edge %d is %v m long, in its network %v", e, c.lengthM, n.lengthM[e])
			}
			for _, s := range c.seconds {
				if !(s >= 0) || s < Closed && !(s < limit[ByTime] && c.lengthM < limit[ByDistance]) {
					return wrong("edge %d takes %v s", e, s)
				}
			}
		}
		return nil
	})
}

// Complete finds what only weighing needs and no file holds. [Hierarchy.Weigh] does it
// when first called; the error is the same.
func (h *Hierarchy) Complete(ctx context.Context) error {
	return h.top.Complete(ctx, h.net.from, h.net.to)
}

// AddTo adds the hierarchy to a file, without what weighs it.
func (h *Hierarchy) AddTo(b *flatfile.Builder) { h.top.AddTo(b) }

// OpenHierarchy takes the hierarchy of n from a file whose sections are verified; see
// [OpenNetwork].
func (n *Network) OpenHierarchy(f *flatfile.File) (*Hierarchy, error) {
	if len(n.from) > maxRankedEdges {
		return nil, wrong("a hierarchy of %d edges", len(n.from))
	}
	top, err := hierarchy.OpenTopology(f, n.NodeCount(), n.EdgeCount())
	if err != nil {
		return nil, err
	}
	return &Hierarchy{n, top}, nil
}

// AddTo adds a hierarchy's weights by one metric to a file.
func (r *Ranked) AddTo(b *flatfile.Builder) { r.m.AddTo(b) }

// OpenRanked takes the weights by a metric from a file whose sections are verified;
// see [OpenNetwork].
func (h *Hierarchy) OpenRanked(f *flatfile.File, w *Weights, metric Metric) (*Ranked, error) {
	if w.net != h.net || metric >= metrics {
		return nil, wrong("metric %d, or weights of another network", metric)
	}
	m, err := h.top.OpenMetric(f)
	if err != nil {
		return nil, err
	}
	return &Ranked{w, metric, m}, nil
}
