package network

import (
	"fmt"
	"math"

	"jangkau/gis/network/flatfile"
)

// Metric is what a search minimises.
type Metric uint8

const (
	ByTime     Metric = iota // seconds
	ByDistance               // metres
	metrics
)

func (m Metric) String() string {
	if m == ByTime {
		return "TIME"
	}
	return "DISTANCE"
}

// Closed marks a direction of an edge that may not be travelled. NaN and negative
// values mean the same, so that no arithmetic of the caller opens a road by
// mistake.
var Closed = math.Inf(1)

// Costs are one way of travelling over a network: what each edge, by id, takes in
// either direction, in seconds, waits included. See [Closed].
type Costs struct{ ForwardS, BackwardS []float64 }

// Quanta are the units that searches count in. The defaults are 0.01 s and 0.01 m,
// with which sums reach 248 days and 21,000 km.
type Quanta struct{ TimeS, DistanceM float64 }

// Weights is what one way of travelling makes of a [Network]: two searchable sets
// of whole-number weights, by time and by distance over the same open arcs, each made
// when it is first searched, and their strongly connected components. It is immutable
// and safe for any number of concurrent users.
type Weights struct {
	net    *Network
	quanta [metrics]float64

	costs []edgeCost
	arcs  [metrics][2]arcs // outbound and inbound: see towards

	component     []uint32 // inner node -> component
	componentSize []uint32 // component -> nodes

	file *flatfile.File // what costs and components lie in; nil: they are memory like any other
}

// unreached is one more than the largest label. Doubling it stays below 2^32,
// so label plus weight never wraps, and what a closed arc leads to is never
// better than unreached: the inner loop needs no test for either.
const unreached = uint32(1)<<31 - 1

// NewWeights prepares searches over n. The error wraps [ErrInvalid] where costs
// does not have one value an edge, and [ErrOverflow] where a weight is too large
// for its quantum.
func NewWeights(n *Network, costs Costs, quanta Quanta) (*Weights, error) {
	m := n.EdgeCount()
	if len(costs.ForwardS) != m || len(costs.BackwardS) != m {
		return nil, fmt.Errorf("%w: %d forward and %d backward costs for %d edges", ErrInvalid, len(costs.ForwardS), len(costs.BackwardS), m)
	}
	w := &Weights{net: n, quanta: [metrics]float64{quanta.TimeS, quanta.DistanceM}}
	for i, q := range w.quanta {
		if q == 0 {
			w.quanta[i] = 0.01
		} else if !(q > 0) || math.IsInf(q, 0) {
			return nil, fmt.Errorf("%w: quantum %v", ErrInvalid, q)
		}
	}
	w.costs = make([]edgeCost, m)
	err := inParts(m, func(lo, hi int) error {
		for e := lo; e < hi; e++ {
			w.costs[e] = edgeCost{n.lengthM[e], [2]float64{openOrClosed(costs.ForwardS[e]), openOrClosed(costs.BackwardS[e])}}
			if err := w.fits(uint32(e)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	w.findComponents()
	return w, nil
}

func openOrClosed(s float64) float64 {
	if s >= 0 {
		return s
	}
	return Closed // negative or NaN
}

// fits refuses an edge with a weight too large to search on.
func (w *Weights) fits(e uint32) error {
	for metric := range metrics {
		for _, arc := range [2]uint32{arcOf(e, false), arcOf(e, true)} {
			if w.open(arc) && w.quantise(metric, w.cost(metric, arc)) >= uint64(unreached) {
				return fmt.Errorf("%w: edge %d by %v, %v in quanta of %v", ErrOverflow, e, metric, w.cost(metric, arc), w.quanta[metric])
			}
		}
	}
	return nil
}

// quantise rounds a cost to whole quanta; what is too large is at least unreached.
func (w *Weights) quantise(metric Metric, cost float64) uint64 {
	return uint64(min(math.Round(cost/w.quanta[metric]), float64(unreached)))
}

// edgeCost is what an edge takes exactly: seconds by direction, Closed where closed.
// Adding up a path needs both figures of an edge, so they stand together.
type edgeCost struct {
	lengthM float64
	seconds [2]float64
}

func (w *Weights) open(arc uint32) bool { return w.costs[arc>>1].seconds[arc&1] < Closed }

// usable reports whether edge e may be travelled at all.
func (w *Weights) usable(e uint32) bool { return w.open(2*e) || w.open(2*e+1) }

// cost is the exact cost of an open arc.
func (w *Weights) cost(metric Metric, arc uint32) float64 {
	if metric == ByTime {
		return w.costs[arc>>1].seconds[arc&1]
	}
	return w.costs[arc>>1].lengthM
}

// Network is what w was made for.
func (w *Weights) Network() *Network { return w.net }

// Quantum is the unit of the weights of a metric, in seconds or metres.
func (w *Weights) Quantum(metric Metric) float64 { return w.quanta[metric] }

// EdgeS returns the seconds that edge e takes in either direction, [Closed] where
// closed.
func (w *Weights) EdgeS(e uint32) (forward, backward float64) {
	return w.costs[e].seconds[0], w.costs[e].seconds[1]
}
