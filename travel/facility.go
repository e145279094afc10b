package travel

import (
	"cmp"
	"slices"

	"jangkau/gis"
)

// facilities are all facilities of a snapshot, sorted by id, so that of equally
// near ones the lowest id wins whatever order the store gave them in.
type facilities struct {
	rows    []FacilityRow
	changes []Day // days on which some facility appears or goes, rising
}

// newFacilities places each facility without a point of its own at its desa's.
func newFacilities(rows []FacilityRow, d *demand) *facilities {
	f := &facilities{rows: slices.Clone(rows)}
	slices.SortStableFunc(f.rows, func(a, b FacilityRow) int { return cmp.Compare(a.ID, b.ID) })
	for i := range f.rows {
		r := &f.rows[i]
		if !r.HasPoint && r.Quality != gis.LocatedNone {
			if p := d.heaviest(r.Desa); p != nil {
				r.HasPoint, r.Lon, r.Lat, r.Landmass, r.Quality = true, p.Lon, p.Lat, p.Landmass, gis.LocatedDesa
			}
		}
		if !r.HasPoint {
			r.Quality = gis.LocatedNone
		}
		f.changes = append(f.changes, r.KnownFrom, r.Closed)
		for _, s := range r.States {
			f.changes = append(f.changes, s.From)
		}
	}
	slices.Sort(f.changes)
	f.changes = slices.Compact(f.changes)
	return f
}

// index finds a facility by id.
func (f *facilities) index(id int64) (int, bool) {
	return slices.BinarySearchFunc(f.rows, id, func(r FacilityRow, id int64) int { return cmp.Compare(r.ID, id) })
}

// epoch numbers the spans of days on which the same facilities exist, so that
// results of equal days are kept once.
func (f *facilities) epoch(on Day) int {
	i, found := slices.BinarySearch(f.changes, on)
	if found {
		i++
	}
	return i
}

// open are the indices of the facilities of some kinds on a day.
func (f *facilities) open(kinds kindSet, on Day) []int32 {
	var list []int32
	for i := range f.rows {
		if r := &f.rows[i]; kinds.has(r.Kind) && r.openOn(on) {
			list = append(list, int32(i))
		}
	}
	return list
}

// openOn reports whether the facility is known by then and not closed by then. One
// that is not operating for a while is still there.
func (r *FacilityRow) openOn(on Day) bool {
	if on < r.KnownFrom || r.Closed != 0 && on >= r.Closed {
		return false
	}
	shut := r.Shut
	for _, s := range r.States {
		if s.From <= on {
			shut = s.Shut
		}
	}
	return !shut
}

// kindSet has a bit for each of gis.FacilityKinds.
type kindSet uint32

func (k kindSet) has(kind gis.FacilityKind) bool {
	i := slices.Index(gis.FacilityKinds, kind)
	return i >= 0 && k&(1<<i) != 0
}

// destinationKinds are the kinds that can be travelled to. A pusling is a vehicle
// with a schedule: it is left out among others and refused alone, since to say that
// none is there would be false. The error is Invalid.
func destinationKinds(kinds []gis.FacilityKind) (kindSet, error) {
	var set kindSet
	pusling := false
	for _, k := range kinds {
		i := slices.Index(gis.FacilityKinds, k)
		if i < 0 {
			return 0, &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T(
				"Jenis fasilitas %q tidak dikenal", "The facility kind %q is not known", k)}
		}
		if k == gis.KindPusling {
			pusling = true
			continue
		}
		set |= 1 << i
	}
	if set == 0 && pusling {
		return 0, &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T(
			"Pusling adalah kendaraan dengan jadwal, bukan tujuan perjalanan; pilih jenis fasilitas lain",
			"A pusling is a vehicle with a schedule, not a destination; choose another kind of facility")}
	}
	if set == 0 {
		return 0, &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T(
			"Sebutkan sekurangnya satu jenis fasilitas", "Name at least one kind of facility")}
	}
	return set, nil
}
