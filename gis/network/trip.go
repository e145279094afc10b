package network

import "math"

// Status says whether a trip exists.
type Status uint8

const (
	Unreached Status = iota
	Reached
)

func (s Status) String() string {
	if s == Reached {
		return "REACHED"
	}
	return "UNREACHED"
}

// Reason says why there is no trip. Where several hold, the first of this order is
// given.
type Reason uint8

const (
	NoReason         Reason = iota
	NoFacility              // there are no sources at all
	NoRoadWithinSnap        // the point, or every source, is not on the network
	OtherComponent          // no open way leads from the point to any source
)

func (r Reason) String() string {
	return [...]string{"", "NO_FACILITY", "NO_ROAD_WITHIN_SNAP", "OTHER_COMPONENT"}[r]
}

// Trip is the way from a position to a source. Whichever metric was minimised,
// both figures are of the same path: exact sums, parts of edges in proportion, the
// source's egress included, the way from a point to its position not.
type Trip struct {
	Status    Status
	Reason    Reason // why not, if Unreached
	Source    int    // index of the source; -1 if Unreached
	DistanceM float64
	DurationS float64
}

func noTrip(r Reason) Trip { return Trip{Reason: r, Source: -1} }

// Step is the part of an edge that a path travels, between two fractions of its
// length; From is the greater one when Forward is false.
type Step struct {
	Edge     uint32
	Forward  bool
	From, To float64
}

// Route is a trip with its path: steps joined end to end, none of them empty. A
// path within one node has none.
type Route struct {
	Trip
	Steps []Step
}

// sum is what a way takes.
type sum struct{ distanceM, durationS float64 }

// path walks a trip leg by leg, adding up, and collects the steps if wanted.
type path struct {
	w     *Weights
	route Route
	steps bool
}

func (p *path) add(arc uint32, from, to float64) {
	if from == to {
		return
	}
	span := math.Abs(to - from)
	c := &p.w.costs[arc>>1]
	p.route.DistanceM += span * c.lengthM
	p.route.DurationS += span * c.seconds[arc&1]
	if p.steps {
		p.route.Steps = append(p.route.Steps, Step{arc >> 1, arc&1 == 0, from, to})
	}
}

// whole adds an arc from end to end.
func (p *path) whole(arc uint32) { p.add(arc, float64(arc&1), float64(arc&1^1)) }

// leave adds the leg from a position to a node, if any.
func (p *path) leave(from Position, l leg) {
	if l.span > 0 {
		p.add(l.arc, from.Fraction, float64(l.arc&1^1))
	}
}

// finish adds the leg from a node to the source, if any, and the egress.
func (p *path) finish(source uint32, l leg, src Source) Route {
	if l.span > 0 {
		p.add(l.arc, float64(l.arc&1), src.At.Fraction)
	}
	p.route.Status, p.route.Source = Reached, int(source)
	p.route.DistanceM += src.EgressM
	p.route.DurationS += src.EgressS
	return p.route
}
