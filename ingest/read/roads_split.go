package read

import "math"

// waySplitter cuts ways into edges at the nodes where roads meet, and at barriers.
type waySplitter struct {
	r            *roadReader
	table        *nodeTable
	missing, cut int
	barriers     int   // ends of roads at barriers that keep somebody out
	copies       int64 // nodes made so far
}

func (s *waySplitter) way(id int64, refs []int64, tags map[string]string) error {
	s.r.report.Rows++
	protos := roadsOf(tags)
	if protos[0].Forward|protos[0].Backward == 0 {
		s.r.report.Skipped++ // closed to all: no part of the network
		return nil
	}
	s.r.report.Accepted++
	missing := 0
	for i, proto := range protos {
		proto.WayID = id
		var edges []RoadEdge
		edges, missing = s.split(refs, proto, i == 0)
		shareFerry(edges)
		for _, e := range edges {
			if err := s.r.give(s.table, e); err != nil {
				return err
			}
		}
	}
	if missing > 0 {
		s.missing += missing
		s.cut++
	}
	return nil
}

// split cuts one way; first is false when it is read for its other direction.
func (s *waySplitter) split(refs []int64, proto RoadEdge, first bool) (edges []RoadEdge, missing int) {
	var line [][2]float64
	from, previous := int64(0), int64(0)
	flush := func(to int64) {
		if len(line) > 1 {
			e := proto
			e.From, e.To, e.Geometry = from, to, line
			edges = append(edges, e)
		}
	}
	for k, ref := range refs {
		i := s.table.find(ref)
		if i < 0 || !s.table.known.get(i) {
			missing++
			flush(previous)
			line = nil
			continue
		}
		if len(line) > 0 && previous == ref {
			continue // a node repeated in place
		}
		lon, lat := s.table.at(i)
		p := [2]float64{lon, lat}
		passes, barrier := s.table.barriers[i]
		if barrier && (proto.Forward|proto.Backward)&AllModes&^passes != 0 {
			join := func(from, to int64) { // left out where nobody passes
				if e := through(proto, from, to, p, passes); e.Forward|e.Backward != 0 {
					edges = append(edges, e)
				}
			}
			if line = append(line, p); len(line) > 1 {
				before := s.copyOf()
				flush(before)
				join(before, ref)
			}
			line, previous = [][2]float64{p}, ref
			if k < len(refs)-1 {
				from = s.copyOf()
				join(ref, from)
			}
			if first {
				s.barriers++
			}
			continue
		}
		if line = append(line, p); len(line) == 1 {
			from = ref
		} else if s.table.junction.get(i) {
			flush(ref)
			line, from = [][2]float64{p}, ref
		}
		previous = ref
	}
	flush(previous)
	return edges, missing
}

// copyOf makes a node beside a barrier: a road ends in a copy of the barrier's node,
// and an edge without length that only those may use who pass the barrier joins the
// copy to the node itself. So a road can be travelled up to the barrier from either
// side, and through it by some. Where several roads meet at the barrier each has a
// copy, and passing from one to another means passing twice, which costs nothing.
// The ids are below all that files have.
func (s *waySplitter) copyOf() int64 {
	s.copies++
	return math.MinInt64 + s.copies
}

// through is the edge between a barrier's node and a copy.
func through(proto RoadEdge, from, to int64, at [2]float64, passes Modes) RoadEdge {
	e := proto
	e.From, e.To, e.Geometry = from, to, [][2]float64{at, at}
	e.Forward &= passes
	e.Backward &= passes
	e.Structure, e.FerryDurationS = "", 0
	return e
}

// shareFerry divides the crossing's time over its edges by length; where only the
// ferry's speed is known, the time follows from that.
func shareFerry(edges []RoadEdge) {
	if len(edges) == 0 || !edges[0].Ferry {
		return
	}
	if kmh := edges[0].MaxSpeedKmh; edges[0].FerryDurationS == 0 && kmh > 0 {
		for i := range edges {
			edges[i].FerryDurationS = roughM(edges[i].Geometry) * 3.6 / kmh
		}
		return
	}
	sum := 0.0
	for _, e := range edges {
		sum += roughM(e.Geometry)
	}
	for i := range edges {
		if sum > 0 {
			edges[i].FerryDurationS *= roughM(edges[i].Geometry) / sum
		}
	}
}
