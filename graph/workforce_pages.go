package graph

import (
	"jangkau/gis"
)

// pageOfRows is a page of rows that were computed here, after the row with the cursor's
// key. Keys are unique and the order is that of rows.
func pageOfRows[T any](p *pager, version string, rows []T, key func(T) []any) (gis.List[T], error) {
	l := gis.List[T]{Version: version, Total: len(rows)}
	begin := 0
	if p.After != nil {
		begin = -1
		for i, r := range rows {
			if equalKeys(key(r), p.After) {
				begin = i + 1
				break
			}
		}
		// A row that is gone is one of data that has changed since: edges says so.
		if begin < 0 && p.came.Version == version+p.extra {
			return l, &gis.Error{Kind: gis.Invalid, Field: "after", Message: gis.T(
				"Kursor tidak sah; pakai endCursor dari halaman sebelumnya apa adanya",
				"The cursor is not valid; use endCursor of the page before as it is")}
		}
		begin = max(begin, 0)
	}
	end := min(begin+p.First, len(rows))
	for _, r := range rows[begin:end] {
		l.Rows = append(l.Rows, gis.Listed[T]{Row: r, Keys: key(r)})
	}
	l.More = end < len(rows)
	return l, nil
}

// equalKeys compares keys with those that came back as JSON has them: numbers are
// float64.
func equalKeys(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x := a[i]
		if n, ok := x.(int64); ok {
			x = float64(n)
		}
		if x != b[i] {
			return false
		}
	}
	return true
}

// listed is how many facilities a field lists.
const listed = 100

func firstOf(ids []int64) []int64 { return ids[:min(len(ids), listed)] }
