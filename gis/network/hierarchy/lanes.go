package hierarchy

// lanes is how many destinations a block searches for at once.
const lanes = 32

// laneWeights are Closed where there is no way.
type laneWeights [lanes]uint32

// lack reports whether some lane has no way.
func (w *laneWeights) lack() bool {
	worst := uint32(0)
	for _, x := range w {
		worst = max(worst, x)
	}
	return worst >= Closed
}

// betterPlain makes every lane the least of itself and of the ways over some shared
// nodes, whose weights stand in from. Sums of two weights fit, but may be above Closed:
// then the lane, which is at most Closed, stays. Most of a table's time goes to this.
func betterPlain(w *laneWeights, over []entry, from []laneWeights) {
	for k := 0; k < lanes; k += 8 {
		// Eight at a time stay in registers.
		p := (*[8]uint32)(w[k:])
		w0, w1, w2, w3, w4, w5, w6, w7 := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
		for _, e := range over {
			l, u := (*[8]uint32)(from[e.place][k:]), e.weight
			w0, w1, w2, w3 = min(w0, u+l[0]), min(w1, u+l[1]), min(w2, u+l[2]), min(w3, u+l[3])
			w4, w5, w6, w7 = min(w4, u+l[4]), min(w5, u+l[5]), min(w6, u+l[6]), min(w7, u+l[7])
		}
		*p = [8]uint32{w0, w1, w2, w3, w4, w5, w6, w7}
	}
}
