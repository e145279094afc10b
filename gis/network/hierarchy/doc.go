// Package hierarchy speeds up searches on a road network by shortcuts: a
// customizable contraction hierarchy. Made once for a network (Topology), weighed in
// seconds for each way of travelling (Metric), it then answers for many places at
// once: the nearest source of each (Nearest), and tables of many to many (Table).
//
// # Vocabulary
//
//   - rank: a node's place in the order of elimination; higher nodes are passed by
//     more long ways. Inside, nodes are known by rank.
//   - arc: joins a node to a higher one. Most stand for detours over lower nodes.
//   - tree: a node's parent is its lowest higher neighbour; all its higher neighbours
//     are its ancestors. Ranks run so that every subtree is a range of ranks.
//   - triangle: three nodes joined to each other.
//   - via: what an arc stands for: an arc of the network, or the middle of a detour.
//
// # Why it is exact
//
// Between any two nodes some shortest way first rises and then falls in rank: where
// a way dips, the arc between the two higher nodes is as short (customize.go, lower).
// Arcs longer than the true distance of their ends are on no shortest way and are
// dropped (upper); what is left still holds such a way. Labels are compared by weight
// and then by source, so equals are settled as everywhere else.
//
// # Complexity
//
// On road networks of n nodes the topology has a few n arcs; weighing it takes time in
// proportion to its triangles. A search costs the ancestors of what was asked for. A
// table costs each destination's ancestors, then for a few dozen destinations at once
// the arcs of the ancestors that many origins share, and for each origin the few by
// which it comes in.
//
// # Reading order
//
// topology.go, customize.go, metric.go, sweep.go (nearest of many); climb.go, table.go,
// shared.go, block.go, lanes.go (many to many).
//
// # Literature
//
// J. Dibbelt, B. Strasser, D. Wagner, Customizable contraction hierarchies (2016);
// J. Liu, The role of elimination trees in sparse factorization (1990); D. Delling, A.
// Goldberg, R. Werneck, Faster batched shortest paths in road networks (2011), for
// searches restricted to what is asked and for many at a time side by side.
package hierarchy
