package demo

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// hub is where the kabupaten's offices are (kelurahan Kepatihan): all main roads
// lead there.
const hub = "35.10.16.1008"

// link is a road between two desa.
type link struct {
	a, b   int
	length float64
	use    int // desa whose way to the hub leads over it
}

// layLinks joins neighbouring desa. Neighbours are those of the Gabriel graph (no
// third desa in the circle between two), which looks like the road maps of lowland
// Java: no crossings, few detours. How many desa need a link on their way to the
// hub makes its class.
func (w *world) layLinks(rnd *rand.Rand) {
	links := gabriel(w.points())
	links = dryLinks(w.points(), links)
	w.countUse(links)
	for _, l := range links {
		as := road{class: "unclassified", surface: "asphalt"}
		switch {
		case l.use >= 40:
			as.class = "primary"
		case l.use >= 12:
			as.class = "secondary"
		case l.use >= 2:
			as.class = "tertiary"
		case rnd.Float64() < 0.3:
			as.surface = "gravel"
		}
		if l.use >= 12 {
			as.name = "Jalan " + w.sites[l.a].name + "-" + w.sites[l.b].name
		}
		w.roads.lay(rnd, l.a, l.b, 350, as)
	}
}

// gabriel gives the links of the Gabriel graph, shortest first.
func gabriel(at []point) []link {
	var out []link
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			middle, r := mix(at[i], at[j], 0.5), at[i].dist(at[j])/2
			free := true
			for k := range at {
				if k != i && k != j && at[k].dist(middle) < r {
					free = false
					break
				}
			}
			if free {
				out = append(out, link{a: i, b: j, length: 2 * r})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y link) int { return cmp.Compare(x.length, y.length) })
	return out
}

// dryLinks drops links over the sea or over 9 km long (there are mountains), save
// those that hold the network together: the spanning tree, which the Gabriel graph
// always contains.
func dryLinks(at []point, links []link) []link {
	group := make([]int, len(at))
	for i := range group {
		group[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if group[i] != i {
			group[i] = find(group[i])
		}
		return group[i]
	}
	var out []link
	for _, l := range links {
		dry := l.length <= 9000
		for t := 0.1; t < 1; t += 0.1 {
			dry = dry && inside(mix(at[l.a], at[l.b], t), outline)
		}
		if a, b := find(l.a), find(l.b); a != b {
			group[a] = b
			dry = true
		}
		if dry {
			out = append(out, l)
		}
	}
	return out
}

// countUse finds every desa's shortest way to the hub. Ways are drawn to roads that
// exist anyway by making long links dearer than their length.
func (w *world) countUse(links []link) {
	type step struct{ to, by int }
	ways := make([][]step, len(w.sites))
	for i, l := range links {
		ways[l.a] = append(ways[l.a], step{l.b, i})
		ways[l.b] = append(ways[l.b], step{l.a, i})
	}
	cost := make([]float64, len(w.sites))
	by := make([]int, len(w.sites))
	done := make([]bool, len(w.sites))
	for i := range cost {
		cost[i], by[i] = math.Inf(1), -1
		if string(w.sites[i].code) == hub {
			cost[i] = 0
		}
	}
	var order []int
	for range w.sites {
		at := -1
		for i := range cost {
			if !done[i] && (at < 0 || cost[i] < cost[at]) {
				at = i
			}
		}
		done[at] = true
		order = append(order, at)
		for _, s := range ways[at] {
			if c := cost[at] + math.Pow(links[s.by].length, 1.2); c < cost[s.to] {
				cost[s.to], by[s.to] = c, s.by
			}
		}
	}
	// Furthest first: by the time a desa is reached, all beyond it have been counted.
	below := make([]int, len(w.sites))
	for _, i := range slices.Backward(order) {
		below[i]++
		if by[i] >= 0 {
			l := &links[by[i]]
			l.use = below[i]
			below[l.a+l.b-i] += below[i]
		}
	}
}
