package workforce

import "math"

// Transport is surplus posts of one profession that could close gaps. Cost[i][j] is the
// travel from supply i to demand j; Forbidden, where it cannot be gone, or not within
// the limit.
type Transport struct {
	Supply, Demand []int
	Cost           [][]float64
}

// Forbidden is the cost of a pair that must not be used.
var Forbidden = math.Inf(1)

// Move is posts from a supply to a demand.
type Move struct{ From, To, Posts int }

// Plan closes as many gaps as the surplus and the limit allow and, of all ways to close
// so many, by the least travel. Supplies and Demands are the potentials that prove it
// (see [Transport.Check]).
type Plan struct {
	Moves             []Move
	Posts             int
	Travel            float64 // cost times posts
	Supplies, Demands []float64
}

// Solve finds the plan: successive shortest paths over the residual network, of which
// each adds what it can carry. With s supplies and d demands of P posts in all it takes
// at most P searches of (s + d)² each: some hundred facilities of a kabupaten take
// milliseconds.
func (t Transport) Solve() Plan {
	s, d := len(t.Supply), len(t.Demand)
	flow := make([][]int, s)
	for i := range flow {
		flow[i] = make([]int, d)
	}
	left, want := append([]int(nil), t.Supply...), append([]int(nil), t.Demand...)
	pot := make([]float64, s+d)
	var p Plan
	for {
		dist, before := t.search(flow, left, pot)
		// The nearest demand that still wants somebody.
		end := -1
		for j := range d {
			if want[j] > 0 && dist[s+j] < Forbidden && (end < 0 || dist[s+j]+pot[s+j] < dist[s+end]+pot[s+end]) {
				end = j
			}
		}
		if end < 0 {
			break
		}
		// Potentials follow the search no farther than its end: beyond it they would
		// promise what no path has shown.
		far := dist[s+end]
		for v := range pot {
			pot[v] += math.Min(dist[v], far)
		}
		carry, v := want[end], s+end
		for before[v] >= 0 {
			if u := before[v]; u >= s { // back over a move made earlier
				carry = min(carry, flow[v][u-s])
			}
			v = before[v]
		}
		carry = min(carry, left[v])
		left[v] -= carry
		want[end] -= carry
		for v = s + end; before[v] >= 0; v = before[v] {
			if u := before[v]; u < s {
				flow[u][v-s] += carry
			} else {
				flow[v][u-s] -= carry
			}
		}
	}
	for i := range s {
		for j := range d {
			if n := flow[i][j]; n > 0 {
				p.Moves = append(p.Moves, Move{i, j, n})
				p.Posts += n
				p.Travel += float64(n) * t.Cost[i][j]
			}
		}
	}
	return p
}

// search is Dijkstra's over reduced costs, from every supply that has somebody left.
// Forward arcs go where cost allows, backward ones where a move can be undone.
func (t Transport) search(flow [][]int, left []int, pot []float64) (dist []float64, before []int) {
	s, n := len(t.Supply), len(t.Supply)+len(t.Demand)
	dist, before = make([]float64, n), make([]int, n)
	done := make([]bool, n)
	for v := range n {
		dist[v], before[v] = Forbidden, -1
		if v < s && left[v] > 0 {
			dist[v] = 0
		}
	}
	for {
		u := -1
		for v := range n {
			if !done[v] && dist[v] < Forbidden && (u < 0 || dist[v] < dist[u]) {
				u = v
			}
		}
		if u < 0 {
			return dist, before
		}
		done[u] = true
		reach := func(v int, cost float64) {
			// Reduced costs are not negative but for rounding.
			if c := dist[u] + math.Max(0, cost+pot[u]-pot[v]); !done[v] && c < dist[v] {
				dist[v], before[v] = c, u
			}
		}
		if u < s {
			for j, c := range t.Cost[u] {
				if c < Forbidden {
					reach(s+j, c)
				}
			}
			continue
		}
		for i := range s {
			if flow[i][u-s] > 0 {
				reach(i, -t.Cost[i][u-s])
			}
		}
	}
}
