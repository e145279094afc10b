package network_test

import (
	"context"
	"fmt"

	"jangkau/gis/network"
)

// Two villages on a road of 2 km, a pustu 500 m from its western end.
func Example() {
	b := network.NewBuilder(flatM)
	west := b.AddNode(network.Node{Point: network.Point{Lon: 114.00, Lat: -8}})
	east := b.AddNode(network.Node{Point: network.Point{Lon: 114.02, Lat: -8}})
	b.AddEdge(network.Edge{From: west, To: east, LengthM: 2000})
	n, err := b.Build()
	if err != nil {
		panic(err)
	}

	// One way of travelling: 10 m/s either way.
	w, err := network.NewWeights(n, network.Costs{ForwardS: []float64{200}, BackwardS: []float64{200}}, network.Quanta{})
	if err != nil {
		panic(err)
	}
	snap := func(lon, lat float64) network.Snap {
		return w.Snap(network.Point{Lon: lon, Lat: lat}, network.SnapOptions{})
	}

	// Everybody's nearest pustu, in one search from all of them.
	pustu := snap(114.005, -8.0001)
	sources, err := w.NewSources([]network.Source{{At: pustu.At, EgressM: pustu.DistanceM, EgressS: pustu.DistanceM / 1.25}})
	if err != nil {
		panic(err)
	}
	labels, err := w.NearestAll(context.Background(), network.ByTime, sources)
	if err != nil {
		panic(err)
	}
	defer labels.Close()
	for _, lon := range []float64{114.001, 114.015} {
		trip := labels.Trip(snap(lon, -8).At)
		fmt.Printf("%v to source %d: %.0f m, %.0f s\n", trip.Status, trip.Source, trip.DistanceM, trip.DurationS)
	}

	// Where one can come from within 60 s, to the point on the road.
	pieces, err := w.ReachedRoads(context.Background(), pustu.At, network.ReachOptions{Limit: 60, Direction: network.Inbound})
	if err != nil {
		panic(err)
	}
	for _, p := range pieces {
		fmt.Printf("edge %d from %.0f to %.0f m\n", p.Edge, p.FromM, p.ToM)
	}
	// Output:
	// REACHED to source 0: 410 m, 48 s
	// REACHED to source 0: 1010 m, 108 s
	// edge 0 from 0 to 1100 m
}
