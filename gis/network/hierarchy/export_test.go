package hierarchy

import "context"

// TableSharing is Table where a node is shared from so many origins on.
func (m *Metric) TableSharing(ctx context.Context, from, to []End, workers, sharedFrom int) ([]uint32, error) {
	return m.table(ctx, from, to, workers, sharedFrom)
}
