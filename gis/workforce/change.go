package workforce

import (
	"cmp"
	"slices"

	"jangkau/gis"
)

// ChangeGroup says what rows of a change are by. Level is the length of the codes of
// wilayah that rows are by, 0 for none.
type ChangeGroup struct {
	Profession, Facility bool
	Level                int
}

// Change sets two days' staff beside each other. What changed is told over facilities
// with staff data on both: a list that came only later is no recruitment.
func Change(from, to gis.WorkforceCells, by ChangeGroup) []*gis.WorkforceChangeRow {
	type side struct {
		cell  map[string]*gis.WorkforceCell
		where gis.WorkforceFacility
		there bool
	}
	sides := map[int64]*[2]side{}
	var order []int64
	for i, l := range []gis.WorkforceCells{from, to} {
		for _, f := range l.Facilities {
			s := sides[f.ID]
			if s == nil {
				s = &[2]side{}
				sides[f.ID] = s
				order = append(order, f.ID)
			}
			s[i] = side{cell: map[string]*gis.WorkforceCell{}, where: f, there: true}
		}
		for j, c := range l.Cells {
			if s := sides[c.Facility]; s != nil {
				s[i].cell[c.Profession] = &l.Cells[j]
			}
		}
	}
	rank := map[string]int{}
	names := map[string]gis.Profession{}
	for i, p := range to.Professions {
		rank[p.Code], names[p.Code] = i, p
	}

	type key struct {
		wilayah    gis.WilayahCode
		profession string
		facility   int64
	}
	rows := map[key]*gis.WorkforceChangeRow{}
	counted := map[key]map[int64]bool{}
	for _, id := range order {
		s := sides[id]
		where := s[1].where
		if !s[1].there {
			where = s[0].where
		}
		for _, p := range to.Professions {
			a, b := s[0].cell[p.Code], s[1].cell[p.Code]
			if a == nil && b == nil {
				continue
			}
			k := key{}
			if by.Profession {
				k.profession = p.Code
			}
			if by.Facility {
				k.facility = id
			}
			if by.Level > 0 && len(where.Wilayah) >= by.Level {
				k.wilayah = where.Wilayah[:by.Level]
			}
			row := rows[k]
			if row == nil {
				row = &gis.WorkforceChangeRow{}
				rows[k], counted[k] = row, map[int64]bool{}
				if by.Profession {
					name := names[p.Code]
					row.Profession = &name
				}
				if k.facility != 0 {
					row.FacilityID = &k.facility
				}
				if k.wilayah != "" {
					row.WilayahCode = &k.wilayah
				}
			}
			add(&row.From, a)
			add(&row.To, b)
			known := [2]bool{s[0].where.Knows(p.Code), s[1].where.Knows(p.Code)}
			if known[0] && known[1] {
				row.ChangeAsn += people(b).Asn - people(a).Asn
				row.ChangeAll += people(b).All - people(a).All
				if ga, gb := Judge(a).GapAll, Judge(b).GapAll; ga != nil && gb != nil {
					plus(&row.ChangeGapAll, *gb-*ga)
				}
			}
			if counted[k][id] {
				continue // once a row, whatever its professions
			}
			counted[k][id] = true
			if !by.Profession {
				known = [2]bool{s[0].where.Known, s[1].where.Known}
			}
			if known[0] {
				row.From.Facilities++
			}
			if known[1] {
				row.To.Facilities++
			}
			switch {
			case known[0] && known[1]:
				row.Compared++
				if p0, p1 := s[0].where.Period, s[1].where.Period; p0 != nil && p1 != nil && *p0 == *p1 {
					row.NotRenewed++
				}
			case known[0]:
				row.OnlyFrom++
			case known[1]:
				row.OnlyTo++
			}
		}
	}
	keys := make([]key, 0, len(rows))
	for k := range rows {
		keys = append(keys, k)
	}
	at := map[int64]int{}
	for i, id := range order {
		at[id] = i
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.wilayah, b.wilayah), cmp.Compare(at[a.facility], at[b.facility]), cmp.Compare(rank[a.profession], rank[b.profession]))
	})
	out := make([]*gis.WorkforceChangeRow, len(keys))
	for i, k := range keys {
		out[i] = rows[k]
	}
	return out
}

func people(c *gis.WorkforceCell) gis.WorkforceCell {
	if c == nil {
		return gis.WorkforceCell{}
	}
	return *c
}

func add(f *gis.ChangeFigures, c *gis.WorkforceCell) {
	if c == nil {
		return
	}
	f.AvailableAsn += c.Asn
	f.AvailableAll += c.All
	v := Judge(c)
	if v.Required != nil {
		plus(&f.Required, *v.Required)
	}
	if v.GapAll != nil {
		plus(&f.GapAll, *v.GapAll)
	}
}

func plus(to **float64, n float64) {
	if *to == nil {
		*to = new(float64)
	}
	**to += n
}
