package workforce

import (
	"slices"

	"jangkau/gis"
)

// Klaster adds up who serves each of the five. facilities are all in question; those
// without a set have no staff data. Of a facility that names no lead (PJ) at all, whether
// one is missing is not known; of one that places nobody, neither is who serves what.
func Klaster(facilities []gis.WorkforceFacility, sets []gis.StaffSet) gis.WorkforceKlaster {
	out := gis.WorkforceKlaster{Facilities: len(facilities)}
	of := map[int64][]gis.StaffSet{}
	for _, s := range sets {
		of[s.Facility] = append(of[s.Facility], s)
		out.People += s.All
		switch len(s.Klaster) {
		case 0:
			out.Unplaced += s.All
		case 1:
			out.InOne += s.All
		default:
			out.Shared += s.All
		}
	}
	for _, k := range gis.FiveKlaster {
		row := &gis.KlasterStaff{Klaster: k, ShortIDs: []int64{}, PjMissing: []int64{}, WithoutAnybody: []int64{}}
		for _, f := range facilities {
			led, here, anyLead, anyPlaced := false, false, false, false
			for _, s := range of[f.ID] {
				if s.All == 0 {
					continue // a count of nobody leads and serves nothing
				}
				anyLead = anyLead || len(s.Pj) > 0
				anyPlaced = anyPlaced || len(s.Klaster) > 0
				led = led || slices.Contains(s.Pj, k)
				if slices.Contains(s.Klaster, k) {
					here = true
					row.AvailableAsn += s.Asn
					row.AvailableAll += s.All
					if len(s.Klaster) > 1 {
						row.SharedAll += s.All
					}
				}
			}
			switch {
			case led:
				row.WithPj++
			case anyLead:
				row.PjMissing = append(row.PjMissing, f.ID)
			default:
				row.PjUnknown++
			}
			switch {
			case here:
			case anyPlaced:
				row.WithoutAnybody = append(row.WithoutAnybody, f.ID)
			default:
				row.PlacementUnsaid++
			}
		}
		out.Klaster = append(out.Klaster, row)
	}
	return out
}
