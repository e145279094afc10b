package read

import (
	"cmp"
	"slices"
	"strings"
)

// Several rows of one person become one cell: what they say is joined.

type personGroup struct {
	facility, code, place, profession, employment, funding, klaster, role, roles, level string
	period                                                                              int64
}

func (c staffCell) personGroup() personGroup {
	return personGroup{
		foldHeader(c.FacilityName), c.FacilityCode, foldHeader(c.Workplace), c.Profession, foldHeader(c.EmploymentStatus), foldHeader(c.Funding),
		strings.Join(c.Klaster, ";"), foldHeader(c.Role), foldHeader(strings.Join(c.Roles, ";")), foldHeader(c.Level), c.Period.Unix(),
	}
}

// join adds the klaster of another row of the same person, each with that row's role:
// whoever leads one is anggota in another. What the row before leaves empty, this one
// fills in.
func (c *staffCell) join(again staffCell) {
	c.EmploymentStatus, c.Funding, c.Level = cmp.Or(c.EmploymentStatus, again.EmploymentStatus), cmp.Or(c.Funding, again.Funding), cmp.Or(c.Level, again.Level)
	if c.Roles == nil && foldHeader(c.Role) != foldHeader(again.Role) {
		c.Roles = slices.Repeat([]string{c.Role}, len(c.Klaster))
	}
	for _, k := range again.Klaster {
		if c.serves(k, again.Role) {
			continue
		}
		c.Klaster = append(slices.Clone(c.Klaster), k)
		if c.Roles != nil {
			c.Roles = append(c.Roles, again.Role)
		}
	}
}

// serves reports whether the klaster is known already, in that role where roles differ.
func (c *staffCell) serves(klaster, role string) bool {
	for i, k := range c.Klaster {
		if k == klaster && (c.Roles == nil || foldHeader(c.Roles[i]) == foldHeader(role)) {
			return true
		}
	}
	return false
}

// sortKlaster makes cells that say the same alike.
func (c *staffCell) sortKlaster() {
	if c.Roles == nil {
		slices.Sort(c.Klaster)
		return
	}
	pairs := make([][2]string, len(c.Klaster))
	for i, k := range c.Klaster {
		pairs[i] = [2]string{k, c.Roles[i]}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	c.Klaster, c.Roles = make([]string, len(pairs)), make([]string, len(pairs))
	for i, p := range pairs {
		c.Klaster[i], c.Roles[i] = p[0], p[1]
	}
}
