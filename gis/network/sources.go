package network

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Source is something travelled to: a facility. One that is not on the network
// has [NoPosition] and is never reached; it keeps its index all the same.
type Source struct {
	At Position
	// What the last leg takes, from the road to the door. Part of every trip.
	EgressM, EgressS float64
}

// Sources are facilities made ready for searching: sorted by the nodes and edges
// at which they are met. Immutable; safe for any number of concurrent users.
type Sources struct {
	w      *Weights
	list   []Source
	egress [metrics][]uint64
	placed bool // some source is on the network

	seeds  [metrics][]seed
	tails  [metrics][]sum  // what each takes, egress included
	byNode [metrics]sparse // of seeds: a search asks at every node it settles

	byEdge  []uint32 // sources on the network by edge, then index
	onEdges sparse   // of byEdge
}

// seed says that source is reached from node over leg at a total weight that
// includes its egress.
type seed struct {
	leg
	source uint32
}

// NewSources prepares list. The error wraps [ErrInvalid] where a position is not
// on the network or an egress is not a number from 0 up, and [ErrOverflow].
func (w *Weights) NewSources(list []Source) (*Sources, error) {
	s := &Sources{w: w, list: slices.Clone(list)}
	if len(list) >= math.MaxInt32 {
		return nil, fmt.Errorf("%w: %d sources", ErrInvalid, len(list))
	}
	for i, src := range s.list {
		if src.At == NoPosition {
			s.egress[ByTime], s.egress[ByDistance] = append(s.egress[ByTime], 0), append(s.egress[ByDistance], 0)
			continue
		}
		if !w.net.On(src.At) {
			return nil, fmt.Errorf("%w: source %d at fraction %v of edge %d", ErrInvalid, i, src.At.Fraction, src.At.Edge)
		}
		s.placed = true
		s.byEdge = append(s.byEdge, uint32(i))
		for metric, egress := range [metrics]float64{src.EgressS, src.EgressM} {
			if err := s.addSeeds(Metric(metric), uint32(i), egress); err != nil {
				return nil, err
			}
		}
	}
	s.byEdge = orderBy(s.byEdge, func(i uint32) uint32 { return s.list[i].At.Edge })
	s.onEdges = newSparse(w.net.EdgeCount(), len(s.byEdge), func(i int) uint32 { return s.list[s.byEdge[i]].At.Edge })
	for metric := range s.seeds {
		s.seeds[metric] = sortSeeds(s.seeds[metric])
		seeds := s.seeds[metric]
		s.tails[metric] = make([]sum, len(seeds))
		for i, sd := range seeds {
			p := path{w: w}
			end := p.finish(sd.source, sd.leg, s.list[sd.source])
			s.tails[metric][i] = sum{end.DistanceM, end.DurationS}
		}
		s.byNode[metric] = newSparse(w.net.NodeCount(), len(seeds), func(i int) uint32 { return seeds[i].node })
	}
	return s, nil
}

// sortSeeds puts seeds, which come by source, in order of node, then source, then
// weight and arc. Sorting what they are sorted by alone, and not them, takes a fraction
// of the time, and most seeds are alone at their node.
func sortSeeds(seeds []seed) []seed {
	sorted := orderBy(seeds, func(sd seed) uint32 { return sd.node })
	for i := 1; i < len(sorted); i++ {
		for k := i; k > 0 && sorted[k-1].node == sorted[k].node && sorted[k].before(&sorted[k-1]); k-- {
			sorted[k-1], sorted[k] = sorted[k], sorted[k-1]
		}
	}
	return sorted
}

// before orders seeds at one node.
func (a *seed) before(b *seed) bool {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.weight, b.weight), cmp.Compare(a.arc, b.arc)) < 0
}

// orderBy is a list in the order of keys; equal ones stay in theirs.
func orderBy[T any](list []T, key func(T) uint32) []T {
	keys := make([]uint64, len(list))
	for i, x := range list {
		keys[i] = uint64(key(x))<<32 | uint64(i)
	}
	slices.Sort(keys)
	sorted := make([]T, len(list))
	for i, k := range keys {
		sorted[i] = list[uint32(k)]
	}
	return sorted
}

func (s *Sources) addSeeds(metric Metric, source uint32, egress float64) error {
	if !(egress >= 0) || math.IsInf(egress, 0) {
		return fmt.Errorf("%w: source %d has egress %v", ErrInvalid, source, egress)
	}
	weight := s.w.quantise(metric, egress)
	s.egress[metric] = append(s.egress[metric], weight)
	legs, k := s.w.legs(metric, s.list[source].At, true)
	for _, l := range legs[:k] {
		l.weight += weight
		if l.weight >= uint64(unreached) {
			return fmt.Errorf("%w: source %d by %v with egress %v", ErrOverflow, source, metric, egress)
		}
		s.seeds[metric] = append(s.seeds[metric], seed{l, source})
	}
	return nil
}

// check refuses sources prepared for other weights, whose seeds mean nothing here.
func (w *Weights) check(metric Metric, s *Sources) error {
	if s.w != w || metric >= metrics {
		return fmt.Errorf("%w: metric %d, or sources made for other weights", ErrInvalid, metric)
	}
	return nil
}

// Len is the number of sources, those not on the network included.
func (s *Sources) Len() int { return len(s.list) }

// Source returns the i-th source.
func (s *Sources) Source(i int) Source { return s.list[i] }

// seedsAt are the ways to sources that start at a node, by source.
func (s *Sources) seedsAt(metric Metric, node uint32) []seed {
	from, to := s.byNode[metric].at(node)
	return s.seeds[metric][from:to]
}

// lastLeg is the cheapest way from a node to a source that is met there.
func (s *Sources) lastLeg(metric Metric, node, source uint32) leg {
	best, found := s.findLeg(metric, node, source)
	if !found {
		panic("bug in network.Sources: a path ends where its source is not met")
	}
	return best
}

// findLeg is lastLeg where it is not certain that the source is met at the node.
func (s *Sources) findLeg(metric Metric, node, source uint32) (best leg, found bool) {
	legs, k := s.w.legs(metric, s.list[source].At, true)
	for _, l := range legs[:k] {
		if l.node == node && (!found || l.weight < best.weight) {
			best, found = l, true
		}
	}
	return best, found
}

// onEdge are the sources whose position is on edge e, by index.
func (s *Sources) onEdge(e uint32) []uint32 {
	from, to := s.onEdges.at(e)
	return s.byEdge[from:to]
}

// missing is why nothing can be reached from a position, before any search.
func (s *Sources) missing(from Position) Reason {
	switch {
	case len(s.list) == 0:
		return NoFacility
	case !s.placed || !s.w.net.On(from):
		return NoRoadWithinSnap
	}
	return NoReason
}
