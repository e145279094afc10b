package gis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"jangkau/gis/network"
)

// ProfileTable is one version of a profile, or of a variant of it, as rows of a
// sheet: how speeds are kept, exported and edited.
type ProfileTable struct {
	Profile TravelProfile
	Variant string // "" is the profile itself
	Version int
	MadeAt  time.Time
	Why     string
	Rows    []ProfileRow
}

// Name is that of the profile and, where there is one, of the variant.
func (t *ProfileTable) Name() string {
	if t.Variant == "" {
		return string(t.Profile)
	}
	return string(t.Profile) + " " + t.Variant
}

// ProfileRow is a row of such a sheet. What Key and Value mean follows from Item:
//
//	title          Key id or en, Note the title of a variant
//	walk_kmh, detour_factor, ferry_wait_s   Value
//	class          Key a class of road or *, Value km/h or Closed
//	surface, tracktype, smoothness, structure   Key its value, Value the cap in km/h or Closed
//	close_way      Key the number of a way of OpenStreetMap
//	close_point    Key the class of the road sought or "", with Lon, Lat, WithinM
//	close_class    Key a class of road
//
// A closure may be limited to Months.
type ProfileRow struct {
	Item              string
	Key               string
	Value             *float64
	Closed            bool
	Lon, Lat, WithinM *float64
	Months            []int
	Source            string
	Assumption        bool
	Note              string
}

// RowFault is what is wrong with a cell of a sheet.
type RowFault struct {
	Field string
	Text  Text
}

// maxKmh is the highest speed a sheet may state.
const maxKmh = 200

// traitItems are the items that cap speeds.
var traitItems = map[string]RoadTrait{
	"surface": TraitSurface, "tracktype": TraitTracktype, "smoothness": TraitSmoothness, "structure": TraitStructure,
}

// ProfileItems lists what a row may be about.
var ProfileItems = []string{
	"title", "walk_kmh", "detour_factor", "ferry_wait_s", "class", "surface", "tracktype", "smoothness", "structure",
	"close_way", "close_point", "close_class",
}

// identity is what no two rows of a sheet may share.
func (r *ProfileRow) identity() string {
	at := ""
	if r.Item == "close_point" {
		at = fmt.Sprint(or(r.Lon, 0), or(r.Lat, 0))
	}
	return r.Item + " " + r.Key + " " + at
}

// Check says what is wrong with a row taken by itself; nil where nothing is.
func (r *ProfileRow) Check() *RowFault {
	fault := func(field, id, en string, args ...any) *RowFault { return &RowFault{field, T(id, en, args...)} }
	number := func(from, to float64) *RowFault {
		if r.Value == nil || !(*r.Value >= from && *r.Value <= to) {
			return fault("value", "Tulis angka dari %v sampai %v", "Write a number from %v to %v", from, to)
		}
		return nil
	}
	switch r.Item {
	case "title":
		if r.Key != "id" && r.Key != "en" || r.Note == "" {
			return fault("key", "Judul: key berisi id atau en, note berisi judulnya", "A title: key is id or en, note is the title")
		}
		return nil
	case "walk_kmh":
		if f := number(0.1, 20); f != nil {
			return f
		}
	case "detour_factor":
		if f := number(1, 10); f != nil {
			return f
		}
	case "ferry_wait_s":
		if f := number(0, 86400); f != nil {
			return f
		}
	case "class", "surface", "tracktype", "smoothness", "structure":
		if r.Key == "" {
			return fault("key", "Sebutkan %s yang mana", "Say which %s", r.Item)
		}
		switch {
		case r.Closed && r.Value != nil:
			return fault("closed", "Kecepatan dan closed tidak boleh keduanya; kosongkan salah satu", "Either a speed or closed, not both; empty one of them")
		case r.Closed:
		case r.Value == nil:
			return fault("value", "Kecepatan kosong; tulis km/jam, atau closed = yes bila tidak boleh dilalui",
				"There is no speed; write km/h, or closed = yes where it may not be used")
		case !(*r.Value > 0 && *r.Value <= maxKmh):
			return fault("value", "Kecepatan %v di luar 0 sampai %d km/jam; untuk menutup, kosongkan dan tulis closed = yes",
				"The speed %v is not within 0 to %d km/h; to close, empty it and write closed = yes", *r.Value, maxKmh)
		}
	case "close_way":
		if id, err := strconv.ParseInt(r.Key, 10, 64); err != nil || id <= 0 {
			return fault("key", "close_way: key berisi nomor way OpenStreetMap", "close_way: key is the number of a way of OpenStreetMap")
		}
	case "close_point":
		switch {
		case r.Lon == nil || !(math.Abs(*r.Lon) <= 180):
			return fault("lon", "close_point: isi lon, -180 sampai 180", "close_point: fill in lon, -180 to 180")
		case r.Lat == nil || !(math.Abs(*r.Lat) <= 90):
			return fault("lat", "close_point: isi lat, -90 sampai 90", "close_point: fill in lat, -90 to 90")
		case r.WithinM == nil || !(*r.WithinM > 0 && *r.WithinM <= 5000):
			return fault("within_m", "close_point: isi within_m, jarak terjauh ke jalan itu, sampai 5000 meter",
				"close_point: fill in within_m, the farthest that the road may lie, up to 5000 metres")
		}
	case "close_class":
		if r.Key == "" {
			return fault("key", "close_class: key berisi golongan jalan", "close_class: key is a class of road")
		}
	default:
		return fault("item", "Isian %q tidak dikenal; yang ada: %s", "The item %q is not known; there are: %s", r.Item, strings.Join(ProfileItems, ", "))
	}
	for _, m := range r.Months {
		if m < 1 || m > 12 {
			return fault("months", "Bulan ditulis 1 sampai 12, dipisah spasi atau ;", "Months are 1 to 12, with spaces or ; between")
		}
	}
	closes := strings.HasPrefix(r.Item, "close_")
	if len(r.Months) > 0 && !closes {
		return fault("months", "Bulan hanya untuk close_way, close_point dan close_class", "Months are for close_way, close_point and close_class only")
	}
	if closes && r.Value != nil {
		return fault("value", "Penutupan tidak punya kecepatan; kosongkan value", "A closure has no speed; empty value")
	}
	if r.Source == "" && !r.Assumption {
		return fault("source", "Sebutkan sumbernya, atau assumption = yes", "Name the source, or write assumption = yes")
	}
	return nil
}

// NewProfiles makes profiles of tables: one table each, with those of their variants
// in any order. It fails with [Invalid] where a table is not whole: two rows about
// one thing, a row that is not valid, a profile without its three figures or a
// variant without its profile.
func NewProfiles(tables []ProfileTable) ([]Profile, error) {
	list := slices.Clone(tables)
	slices.SortStableFunc(list, func(a, b ProfileTable) int {
		return cmp.Or(cmp.Compare(slices.Index(TravelProfiles, a.Profile), slices.Index(TravelProfiles, b.Profile)), cmp.Compare(a.Variant, b.Variant))
	})
	var out []Profile
	for i := range list {
		t := &list[i]
		v, err := t.variant()
		if err != nil {
			return nil, err
		}
		if t.Variant != "" {
			if len(out) == 0 || out[len(out)-1].Name != t.Profile {
				return nil, t.invalid(T("profil dasarnya tidak ada", "its profile is not there"))
			}
			p := &out[len(out)-1]
			p.Variants = append(p.Variants, v)
			continue
		}
		if v.WalkKmh == nil || v.DetourFactor == nil || v.FerryWaitS == nil {
			return nil, t.invalid(T("walk_kmh, detour_factor dan ferry_wait_s harus ada", "walk_kmh, detour_factor and ferry_wait_s must be there"))
		}
		out = append(out, Profile{
			Name: t.Profile, Version: t.Version, WalkKmh: *v.WalkKmh, DetourFactor: *v.DetourFactor, FerryWaitS: *v.FerryWaitS,
			Source: v.Source, Assumption: v.Assumption, Speeds: v.Speeds, Caps: v.Caps, Closures: v.Closures,
		})
	}
	return out, nil
}

func (t *ProfileTable) invalid(what Text) error {
	name := string(t.Profile)
	if t.Variant != "" {
		name += " " + t.Variant
	}
	return &Error{Kind: Invalid, Field: "profile", Message: Text{ID: name + ": " + what.ID, EN: name + ": " + what.EN}}
}

// variant reads the rows, of a profile too: they differ in what must be there.
func (t *ProfileTable) variant() (Variant, error) {
	v := Variant{ID: t.Variant, Version: t.Version, Title: Text{ID: t.Variant, EN: t.Variant}}
	seen := map[string]bool{}
	var sources []string
	for i := range t.Rows {
		r := &t.Rows[i]
		if f := r.Check(); f != nil {
			return v, t.invalid(f.Text)
		}
		if seen[r.identity()] {
			return v, t.invalid(T("dua baris tentang %s %s", "two rows about %s %s", r.Item, r.Key))
		}
		seen[r.identity()] = true
		figure := func(to **float64) {
			*to = r.Value
			v.Assumption = v.Assumption || r.Assumption
			if s := cmp.Or(r.Source, "assumption"); !slices.Contains(sources, s) {
				sources = append(sources, s)
			}
		}
		switch r.Item {
		case "title":
			if r.Key == "id" {
				v.Title.ID = r.Note
			} else {
				v.Title.EN = r.Note
			}
		case "walk_kmh":
			figure(&v.WalkKmh)
		case "detour_factor":
			figure(&v.DetourFactor)
		case "ferry_wait_s":
			figure(&v.FerryWaitS)
		case "class":
			v.Speeds = append(v.Speeds, ProfileSpeed{Class: r.Key, Kmh: r.Value, Source: r.Source, Assumption: r.Assumption})
		case "surface", "tracktype", "smoothness", "structure":
			v.Caps = append(v.Caps, ProfileCap{Trait: traitItems[r.Item], Value: r.Key, Kmh: r.Value, Source: r.Source, Assumption: r.Assumption})
		default:
			v.Closures = append(v.Closures, r.closure())
		}
	}
	v.Source = strings.Join(sources, "; ")
	return v, nil
}

func (r *ProfileRow) closure() Closure {
	c := Closure{Months: r.Months, Note: r.Note, Source: r.Source, Assumption: r.Assumption}
	switch r.Item {
	case "close_way":
		c.WayID, _ = strconv.ParseInt(r.Key, 10, 64) // checked
	case "close_point":
		c.At, c.WithinM, c.Class = &network.Point{Lon: *r.Lon, Lat: *r.Lat}, *r.WithinM, r.Key
	default:
		c.Class = r.Key
	}
	if len(c.Months) == 0 {
		c.Months = nil
	}
	return c
}

// SameRows reports whether two tables say the same, whatever their version.
func (t *ProfileTable) SameRows(u *ProfileTable) bool {
	return slices.EqualFunc(t.Rows, u.Rows, func(a, b ProfileRow) bool {
		same := func(x, y *float64) bool { return (x == nil) == (y == nil) && or(x, 0) == or(y, 0) }
		return a.Item == b.Item && a.Key == b.Key && a.Closed == b.Closed && a.Source == b.Source && a.Assumption == b.Assumption && a.Note == b.Note &&
			same(a.Value, b.Value) && same(a.Lon, b.Lon) && same(a.Lat, b.Lat) && same(a.WithinM, b.WithinM) && slices.Equal(a.Months, b.Months)
	})
}
