// Package contour draws areas from samples of travel cost: the isochrone around a
// place, the catchments of several.
//
// Samples are points on roads with what it costs to travel from there, or that
// nothing is reached from there. Between roads people walk to the nearest one, so a
// place off the road costs what its nearest sample costs and the walk to it. A
// lattice of square cells carries that cost to where no roads are; the samples
// themselves stay what they are: in every cell that an area's edge crosses, the
// corners and all samples within are joined into triangles, and the edge runs
// between the samples inside the area and those outside. So an area holds exactly
// the samples that it should, however coarse the lattice is, has holes where roads
// are out of reach, and does not cover country that is too far to walk.
//
// # Vocabulary
//
//   - cost: seconds or metres, as the caller likes; +Inf where nothing is reached.
//   - owner: whose catchment a sample belongs to.
//   - cell: a square of the lattice; its corners are lattice points.
//   - mixed cell: one that has corners or samples of more than one area.
//
// # Complexity
//
// With s samples and c cells a field takes O(s + c), and areas O(s + c) and then
// k log k for each mixed cell of k samples. Inside a cell, coordinates are whole
// numbers below 2^14, so that every geometric decision is exact.
//
// # Reading order
//
// field.go (samples and lattice), nearest.go (the cost of lattice points), mesh.go
// (triangles of a cell), trace.go (edges of areas), rings.go (polygons).
//
// # Literature
//
// W. Lorensen and H. Cline, Marching cubes (1987), for tracing on a lattice;
// C. Lawson, Software for C1 surface interpolation (1977), for triangles by flips;
// G. Grevera, The dead reckoning signed distance transform (2004), for nearest.go.
package contour
