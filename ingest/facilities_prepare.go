package ingest

import (
	"jangkau/gis"
	"jangkau/ingest/read"
)

// prepareRows works out keys and kinds, and turns rows away that say the same
// thing twice.
func (p *facilityPlan) prepareRows() {
	earlier := make(map[string]*ListedRow, len(p.list.Rows))
	for i := range p.list.Rows {
		earlier[p.list.Rows[i].Key] = &p.list.Rows[i]
	}
	seen := map[string]*facilityRow{}
	rows := p.rows[:0]
	for _, r := range p.rows {
		r.prepare(p.opts)
		base := r.key
		duplicate := false
		for n := 2; seen[r.key] != nil; n++ {
			if seen[r.key].hash == r.hash {
				duplicate = true
				break
			}
			r.key = numbered(base, n)
		}
		if duplicate {
			p.tell(r, read.CodeDuplicateRow, read.Rejected, "", r.Name,
				gis.T("Sama persis dengan baris %d", "Exactly the same as line %d", seen[r.key].Line),
				gis.T("Baris ini tidak dimuat", "This row was not loaded"))
			continue
		}
		seen[r.key] = r
		r.earlier = earlier[r.key]
		p.decideKind(r)
		r.words(p)
		rows = append(rows, r)
	}
	p.rows = rows
	p.keys, p.before = seenKeys(rows), map[int64][]string{}
	for _, l := range p.list.Rows {
		p.before[l.Facility] = append(p.before[l.Facility], l.Key)
	}
}

func seenKeys(rows []*facilityRow) map[string]bool {
	keys := make(map[string]bool, len(rows))
	for _, r := range rows {
		keys[r.key] = true
	}
	return keys
}

// decideKind applies what a person said of a slip, or leaves it LAIN.
func (p *facilityPlan) decideKind(r *facilityRow) {
	if r.KindGuess == "" {
		return
	}
	if d, ok := p.decided[[2]string{SubjectKind, caseKey(r, gis.FoldName(r.Name))}]; ok {
		if d.Accepted {
			r.Kind = gis.FacilityKind(d.Value)
		}
		r.KindGuess = ""
		return
	}
	if r.KindFrom == read.KindFromColumn {
		return // the column says one kind, the slip hints at another: the column holds meanwhile
	}
	r.Kind = gis.KindLain
}

// caseKey is what a decision is remembered by: the row and its own words, so that
// it holds no longer when the list says something else.
func caseKey(r *facilityRow, words string) string { return r.key + " | " + words }
