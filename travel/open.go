package travel

// Open lists the facilities of a query that can be travelled to on its day, by id
// rising, those without a place too. The error is Invalid as in [Pinned.Nearest].
func (p *Pinned) Open(q Query) ([]int64, error) {
	kinds, err := p.check(&q)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, f := range p.snapshot.facilities.open(kinds, q.AsOf) {
		ids = append(ids, p.snapshot.facilities.rows[f].ID)
	}
	return ids, nil
}
