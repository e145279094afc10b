package network

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Direction says which way a reach is travelled.
type Direction uint8

const (
	Outbound Direction = iota // from the place: where one gets to
	Inbound                   // to the place: where one can come from
)

// ReachOptions say how far and which way. The zero value starts at the road.
type ReachOptions struct {
	Metric    Metric
	Limit     float64 // seconds or metres, as Metric says; inclusive
	Direction Direction
	// Spent is what the way between the place and its position has used of the
	// limit already.
	Spent float64
}

// Piece is a stretch of an edge, FromM < ToM, in metres from its From end.
type Piece struct {
	Edge       uint32
	FromM, ToM float64
}

// ReachedRoads returns the roads within o.Limit of a position, by edge and offset.
// Edges are cut where the limit falls; what is reached from both ends of an edge is
// in one piece where it meets. Nothing of length zero is returned. The error is the
// context's, or wraps [ErrInvalid] where the position is not on the network or the
// limit is not a number, or [ErrOverflow].
//
// Nodes are found in order of weights, but what is left of the limit at each is
// the exact sum, so that a reach and a trip agree on what is within.
func (w *Weights) ReachedRoads(ctx context.Context, from Position, o ReachOptions) ([]Piece, error) {
	var merged []Piece
	err := w.within(ctx, from, o, func(s *bounded, limit float64) {
		r := reach{w: w, metric: o.Metric, inbound: o.Direction == Inbound, pieces: s.pieces[:0]}
		r.fromPosition(from, limit)
		for _, v := range s.touched {
			if sum := s.node[v].sum; sum <= limit+dust {
				r.fromNode(v, max(limit-sum, 0))
			}
		}
		s.pieces = r.pieces // grown; the next reach uses it
		merged = r.merge()
	})
	return merged, err
}

// ReachedNodes visits the nodes within o.Limit of a position, by their ids, each
// once and with the exact cost of the way, o.Spent included, in no promised order.
// The error is as of [Weights.ReachedRoads].
func (w *Weights) ReachedNodes(ctx context.Context, from Position, o ReachOptions, visit func(id uint32, cost float64)) error {
	return w.within(ctx, from, o, func(s *bounded, limit float64) {
		for _, v := range s.touched {
			if sum := s.node[v].sum; sum <= limit+dust {
				visit(w.net.outer[v], o.Spent+sum)
			}
		}
	})
}

// dust is what adding up thousands of edges may be wrong by: what takes half an hour
// exactly is within half an hour.
const dust = 1e-6

// within searches up to a limit and hands over what it found.
func (w *Weights) within(ctx context.Context, from Position, o ReachOptions, use func(s *bounded, limit float64)) error {
	limit := o.Limit - o.Spent
	if o.Metric >= metrics || !w.net.On(from) || math.IsNaN(limit) {
		return fmt.Errorf("%w: reach %v by %v from fraction %v of edge %d", ErrInvalid, limit, o.Metric, from.Fraction, from.Edge)
	}
	if limit < 0 {
		return nil
	}
	inbound := o.Direction == Inbound
	s := w.net.takeBounded()
	defer w.net.giveBounded(s)
	legs, k := w.legs(o.Metric, from, inbound)
	overflow, err := s.run(ctx, w, o.Metric, inbound, legs[:k], limit)
	if err != nil {
		return err
	}
	// A weight that did not fit matters only if the limit itself hardly fits; half
	// leaves room for the rounding of any number of arcs.
	if overflow && limit >= float64(unreached)/2*w.quanta[o.Metric] {
		return fmt.Errorf("%w: reach %v by %v from edge %d", ErrOverflow, limit, o.Metric, from.Edge)
	}
	use(s, limit)
	return nil
}

type reach struct {
	w       *Weights
	metric  Metric
	inbound bool
	pieces  []Piece
}

// fraction is how much of an open arc is travelled with what is left.
func (r *reach) fraction(arc uint32, left float64) float64 {
	cost := r.w.cost(r.metric, arc)
	if cost <= left {
		return 1
	}
	return left / cost
}

func (r *reach) add(e uint32, from, to float64) {
	length := r.w.net.lengthM[e]
	if p := (Piece{e, from * length, to * length}); p.FromM < p.ToM {
		r.pieces = append(r.pieces, p)
	}
}

// fromNode adds what is reached of the edges that meet at v.
func (r *reach) fromNode(v uint32, left float64) {
	n := r.w.net
	for _, arc := range n.incident[n.first[v]:n.first[v+1]] {
		travelled := arc
		if r.inbound {
			travelled ^= 1
		}
		if !r.w.open(travelled) {
			continue
		}
		f := r.fraction(travelled, left)
		if arc&1 == 0 { // v is the From end
			r.add(arc>>1, 0, f)
		} else {
			r.add(arc>>1, 1-f, 1)
		}
	}
}

// fromPosition adds what is reached of the edge that the place is on.
func (r *reach) fromPosition(p Position, left float64) {
	for _, up := range [2]bool{true, false} { // towards the To end, towards From
		arc := arcOf(p.Edge, up == r.inbound)
		if !r.w.open(arc) {
			continue
		}
		f := r.fraction(arc, left)
		if up {
			r.add(p.Edge, p.Fraction, min(p.Fraction+f, 1))
		} else {
			r.add(p.Edge, max(p.Fraction-f, 0), p.Fraction)
		}
	}
}

// merge sorts the pieces by edge and offset and joins those that touch or overlap.
// Sorting words by edge first, and then the few pieces of each edge, is several
// times faster than comparing pieces throughout.
func (r *reach) merge() []Piece {
	keys := make([]uint64, len(r.pieces))
	for i, p := range r.pieces {
		keys[i] = uint64(p.Edge)<<32 | uint64(i)
	}
	slices.Sort(keys)
	merged := make([]Piece, 0, len(keys))
	for len(keys) > 0 {
		edge := keys[0] >> 32
		start := len(merged)
		for len(keys) > 0 && keys[0]>>32 == edge {
			merged = append(merged, r.pieces[uint32(keys[0])])
			keys = keys[1:]
		}
		merged = merged[:start+joinPieces(merged[start:])]
	}
	return merged
}

// joinPieces joins the pieces of one edge in place and returns how many are left.
func joinPieces(ps []Piece) int {
	if len(ps) == 1 {
		return 1
	}
	slices.SortFunc(ps, func(a, b Piece) int { return cmp.Compare(a.FromM, b.FromM) })
	k := 0
	for _, p := range ps[1:] {
		if p.FromM <= ps[k].ToM {
			ps[k].ToM = max(ps[k].ToM, p.ToM)
		} else {
			k++
			ps[k] = p
		}
	}
	return k + 1
}
