package demo

import (
	"math/rand/v2"
	"testing"
)

// The slow twin of the cells: whose site is nearest. Points are drawn over the
// whole box, so that sea and empty country are asked about too.
func TestCellsAreNearestSites(t *testing.T) {
	w := testWorld(t)
	sites := w.points()
	all := append(sites, ghosts(sites)...)
	rnd := rand.New(rand.NewPCG(1, 2))
	owned, empty := 0, 0
	for range 20_000 {
		p := point{-45_000 + 90_000*rnd.Float64(), -55_000 + 105_000*rnd.Float64()}
		best := nearest(p, all)
		holders := 0
		for i, c := range w.cells {
			if !inside(p, c) {
				continue
			}
			holders++
			if i != best {
				t.Fatalf("%v lies in the cell of %s, its nearest site is %d", p, w.sites[i].name, best)
			}
		}
		if best < len(sites) != (holders == 1) || holders > 1 {
			t.Fatalf("%v lies in %d cells, its nearest site is %d of %d", p, holders, best, len(sites))
		}
		if holders == 1 {
			owned++
		} else {
			empty++
		}
	}
	if owned < 2000 || empty < 2000 {
		t.Errorf("%d points in a cell and %d in none: the sample shows little", owned, empty)
	}
}

func TestCellsHoldTheirSiteAndStayNear(t *testing.T) {
	w := testWorld(t)
	for i, c := range w.cells {
		if !inside(w.sites[i].at, c) || area(c) < 1e5 {
			t.Errorf("%s: its site is outside its cell, or the cell has %.0f m2", w.sites[i].name, area(c))
		}
		for _, p := range c {
			if d := p.dist(w.sites[i].at); d > 1.5*reachM {
				t.Errorf("%s reaches %.0f m", w.sites[i].name, d)
			}
		}
	}
}

// As written, each border between two desa must be there twice, once in each
// direction: a corner rounded differently on one side would open a sliver and make
// islands where there are none.
func TestWrittenCellsFitTogether(t *testing.T) {
	w := testWorld(t)
	type edge struct{ a, b corner }
	seen := map[edge]int{}
	var all [][]corner
	sum := 0.0
	for _, c := range w.cells {
		r := corners(c)
		all = append(all, r)
		sum += area(flat(r))
		for i, a := range r {
			e := edge{a, r[(i+1)%len(r)]}
			if seen[e]++; seen[e] > 1 {
				t.Errorf("the border %v is walked twice in one direction", e)
			}
		}
	}
	paired := 0
	for e := range seen {
		paired += seen[edge{e.b, e.a}]
	}
	if paired < len(seen)/2 {
		t.Errorf("%d of %d borders have another desa beyond them", paired, len(seen))
	}
	// One ring: the kabupaten is one piece without holes, so one landmass.
	rings := dissolve(all)
	if len(rings) != 1 {
		t.Fatalf("the kabupaten has %d rings, want 1", len(rings))
	}
	if got := area(flat(rings[0])); got < sum*(1-1e-9) || got > sum*(1+1e-9) {
		t.Errorf("the union has area %v, its parts %v", got, sum)
	}
}

func TestDissolveKeepsHoles(t *testing.T) {
	at := func(x, y float64) corner { return corner{x, y} }
	square := func(x, y float64) []corner { return []corner{at(x, y), at(x+1, y), at(x+1, y+1), at(x, y+1)} }
	var parts [][]corner
	for x := range 3 {
		for y := range 3 {
			if x != 1 || y != 1 {
				parts = append(parts, square(float64(x), float64(y)))
			}
		}
	}
	parts = append(parts, square(9, 9))
	polys := polygons(dissolve(parts))
	if len(polys) != 2 || len(polys[0]) != 2 || len(polys[1]) != 1 {
		t.Fatalf("polygons with %d parts: %v, want a square with a hole and a square", len(polys), polys)
	}
	if outer, hole := area(flat(polys[0][0])), area(flat(polys[0][1])); outer != 9 || hole != -1 {
		t.Errorf("areas %v and %v, want 9 and -1", outer, hole)
	}
}
