package network

import (
	"sync"
	"sync/atomic"
)

// arcs are what a search reads of all nodes' arcs by one metric, in one direction of
// travel: list[i] packs the head of net.incident[i] with the weight of travelling
// towards it or, inbound, back from it. They are made when the first search wants
// them: whoever asks for whole areas over a hierarchy never does.
type arcs struct {
	ready  atomic.Bool
	making sync.Mutex
	spared atomic.Int32 // searches that went without

	list    []uint64
	largest uint32 // open weight
	shift   uint   // log2 of a bucket's width, in quanta
}

// towards are the arcs of a search from a place; inbound means that travel is to it.
func (w *Weights) towards(metric Metric, inbound bool) *arcs {
	a := &w.arcs[metric][0]
	if inbound {
		a = &w.arcs[metric][1]
	}
	if !a.ready.Load() {
		w.makeReady(a, metric, inbound)
	}
	return a
}

// spared is how many searches around a place go without packed arcs, weighing each arc
// that they pass: the first answer of a process need not wait for a whole country.
const spared = 8

// around are the arcs of a search that ends near its start; nil where it should weigh
// them itself.
func (w *Weights) around(metric Metric, inbound bool) []uint64 {
	a := &w.arcs[metric][0]
	if inbound {
		a = &w.arcs[metric][1]
	}
	if !a.ready.Load() && a.spared.Add(1) <= spared {
		return nil
	}
	return w.towards(metric, inbound).list
}

func (w *Weights) makeReady(a *arcs, metric Metric, inbound bool) {
	a.making.Lock()
	defer a.making.Unlock()
	if !a.ready.Load() {
		w.pack(a, metric, inbound)
		a.ready.Store(true)
	}
}

// pack makes the arcs out of the costs, which are known to fit.
func (w *Weights) pack(a *arcs, metric Metric, inbound bool) {
	n := w.net
	turn := uint32(0)
	if inbound {
		turn = 1
	}
	a.list = make([]uint64, len(n.incident))
	var mu sync.Mutex
	_ = inParts(len(a.list), func(lo, hi int) error {
		largest := uint32(0)
		for i := lo; i < hi; i++ {
			arc := n.incident[i]
			weight := w.weight(metric, arc^turn)
			if weight < unreached {
				largest = max(largest, weight)
			}
			a.list[i] = uint64(weight)<<32 | uint64(n.head(arc))
		}
		mu.Lock()
		a.largest = max(a.largest, largest)
		mu.Unlock()
		return nil
	})
	a.shift = bucketShift(a.list)
}
