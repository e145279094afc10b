// Package network answers travel questions over roads: where a point joins the
// road, which facility is nearest along it, how far one gets within a limit.
//
// It is an immutable index that is handed lengths and weights by its caller. It
// knows no speeds, no one-way rules, no SQL, no files and no clock, and imports
// the standard library alone.
//
// # Vocabulary
//
//   - node: a place where edges meet: lon, lat and the landmass it lies on.
//   - edge: a road between two nodes, From and To, with its length in metres and
//     optionally the vertices between. Edges may be parallel, loops or of length
//     zero; nodes may be isolated; the network may be empty.
//   - arc: one direction of an edge: forward is From to To. Inside the package an
//     arc is one number, edge<<1 | direction (0 forward, 1 backward).
//   - closed: an arc that may not be travelled; see [Closed].
//   - weight: what an arc costs, as a whole number of quanta of seconds or metres.
//     Searches compare weights; what is reported is the exact sum of the caller's
//     seconds and metres along the path that was found.
//   - position: a place on an edge, as the fraction of its length from From. The
//     fractions 0 and 1 are the nodes themselves, whatever directions are open.
//   - source: what is travelled to (a facility), at a position, with an egress cost.
//   - component: a set of nodes each of which reaches every other one.
//   - piece: a stretch of an edge between two offsets in metres.
//
// The ids of nodes and edges in the API are the order in which the [Builder] was
// given them. Inside, nodes are renumbered along a Hilbert curve, so that
// neighbours on the ground are neighbours in memory: in a search from thousands of
// sources the frontier is everywhere and cache misses, not comparisons, decide.
//
// # Representation
//
// Each edge stands twice in one compressed incidence list (first, incident): once
// at each end. Forward and reversed search read the same list and differ in which
// of an edge's two weights they take, so the reversed network costs no second
// structure. The packed arcs of a [Weights] lie parallel to that list: head in the
// low half of a uint64, weight in the high half, so that a relaxation reads one
// word. Weights and labels stay below 2^31: a closed arc carries the largest
// value, and adding it to any label neither wraps nor wins a comparison.
//
// # Reading order
//
// network.go and build.go (the index), weights.go and component.go (what one way
// of travelling makes of it), position.go and sources.go (places on it), rtree.go
// and snap.go (from a point to a position), sweep.go and labels.go (nearest source
// for every place), local.go with nearest.go and reach.go (searches from one
// place), core.go (a smaller network with the same answers), trip.go (answers),
// standing.go and whatif.go (answers kept, and what changes would make of them),
// validate.go (what must hold), file.go and file_weights.go (all of it in a file's
// bytes, used from there; see package flatfile).
//
// # Complexity
//
// With n nodes and m edges: building is O((n+m) log(n+m)); weights and components
// O(n+m); a snap O(log m) in practice; [Weights.NearestAll] is Dijkstra's algorithm
// with buckets, close to O(n+m), after which a trip costs the length of its path; so
// is [Core.Trips], over a third of the nodes or fewer, with a pass of O(n) beside it;
// [Weights.NearestK] and [Weights.ReachedRoads] cost r log r for the r nodes they
// settle, and nothing for the rest of the network. [WhatIf.Apply] costs likewise for
// the nodes whose nearest source, or the way to it, is lost or bettered.
//
// # Literature
//
// E. W. Dijkstra, A note on two problems in connexion with graphs (1959). R. B.
// Dial, Algorithm 360: shortest-path forest with topological ordering (1969), for
// buckets; U. Meyer and P. Sanders, Delta-stepping (2003), for buckets wider than
// one. R. Tarjan, Depth-first search and linear graph algorithms (1972), for
// components. G. Ramalingam and T. Reps, An incremental algorithm for a
// generalization of the shortest-path problem (1996), for what-if. I. Kamel and C.
// Faloutsos, Hilbert R-tree (1994), for packing the index of roads.
package network
