package hierarchy

import "context"

// TableSharing is TableSums where a node is shared from so many origins on.
func (m *Metric) TableSharing(ctx context.Context, from, to []End, workers, sharedFrom int, cost func(arc uint32) Sum) ([]uint32, []Sum, error) {
	t := tableWork{m: m, from: from, to: to, workers: workers, sharedFrom: sharedFrom, cost: cost}
	err := t.fill(ctx)
	return t.cell, t.sum, err
}
