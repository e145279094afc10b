// Package dissect orders the nodes of a road network by nested dissection: a small
// set of nodes that parts the network comes last, and so on in each part. Eliminating
// nodes in that order joins few pairs that were not joined, which is what a
// hierarchy of shortcuts lives on. The order looks at no weights, so it holds for
// every way of travelling.
//
// # Method
//
// Nodes of degree one and two, half of a road network, go first: taking one away
// joins at most two neighbours (reduce.go). The rest is parted by inertial flow:
// the nodes that lie farthest one way are joined to a source, those farthest the
// other way to a sink, and the least cut between them is found by maximum flow, for
// several directions (flow.go); a cut of edges becomes a separator of nodes by the
// least vertex cover (separator.go). Cells of a few nodes are ordered by least
// degree (cell.go). Parts are worked on by several goroutines; the order does not
// depend on how many (order.go).
//
// # Complexity
//
// Each of about log n levels costs a few maximum flows with unit capacities, in
// road networks not far from linear time each. Memory is linear.
//
// # Literature
//
// A. George, Nested dissection of a regular finite element mesh (1973); E. Dinic,
// maximum flow in networks (1970); A. Schild and C. Sommer, On balanced separators in
// road networks (2015), for inertial flow; D. Kőnig's theorem for covers.
package dissect
