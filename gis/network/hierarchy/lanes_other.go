//go:build !amd64

package hierarchy

func better(w *laneWeights, over []entry, from []laneWeights) { betterPlain(w, over, from) }
