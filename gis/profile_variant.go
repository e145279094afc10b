package gis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Variant is a profile as it stands under other circumstances, such as the wet
// season: what it names takes the place of what the profile says, the rest stays.
type Variant struct {
	ID           string // unique among those of its profile
	Version      int
	Title        Text
	WalkKmh      *float64 // nil: the profile's
	DetourFactor *float64
	FerryWaitS   *float64
	Source       string
	Assumption   bool
	Speeds       []ProfileSpeed
	Caps         []ProfileCap
	Closures     []Closure // beside the profile's own
}

// Under returns the profile under one of its variants in a month, 1 to 12: its
// figures with the variant's in their place, and the closures that hold in the
// month. "" is the profile as it is. It fails with [Invalid] where the profile has
// no such variant.
func (p Profile) Under(variant string, month int) (Profile, error) {
	closures := p.Closures
	if variant != "" {
		i := slices.IndexFunc(p.Variants, func(v Variant) bool { return v.ID == variant })
		if i < 0 {
			return Profile{}, p.noVariant(variant)
		}
		v := &p.Variants[i]
		p.Variant, p.VariantVersion = v.ID, v.Version
		p.WalkKmh, p.DetourFactor, p.FerryWaitS = or(v.WalkKmh, p.WalkKmh), or(v.DetourFactor, p.DetourFactor), or(v.FerryWaitS, p.FerryWaitS)
		p.Assumption = p.Assumption || v.Assumption
		p.Speeds = overlay(p.Speeds, v.Speeds, func(s ProfileSpeed) string { return s.Class })
		p.Caps = overlay(p.Caps, v.Caps, func(c ProfileCap) string { return string(c.Trait) + " " + c.Value })
		closures = slices.Concat(closures, v.Closures)
	}
	p.Variants, p.Closures, p.Month = nil, nil, 0
	for _, c := range closures {
		if len(c.Months) > 0 {
			p.Month = month
		}
		if c.holdsIn(month) {
			p.Closures = append(p.Closures, c)
		}
	}
	return p, nil
}

// Key names the figures: what is equal in it is equal in all of them. It is what
// computed results are kept by: profile and version, then variant and version, then
// the month where closures depend on it, as in MOTORCYCLE@3+musim-hujan@1/m7.
func (p *Profile) Key() string {
	key := fmt.Sprintf("%s@%d", p.Name, p.Version)
	if p.Variant != "" {
		key += fmt.Sprintf("+%s@%d", p.Variant, p.VariantVersion)
	}
	if p.Month != 0 {
		key += fmt.Sprintf("/m%d", p.Month)
	}
	return key
}

// Assumed reports whether any figure is an assumption.
func (p *Profile) Assumed() bool {
	return p.Assumption ||
		slices.ContainsFunc(p.Speeds, func(s ProfileSpeed) bool { return s.Assumption }) ||
		slices.ContainsFunc(p.Caps, func(c ProfileCap) bool { return c.Assumption }) ||
		slices.ContainsFunc(p.Closures, func(c Closure) bool { return c.Assumption })
}

func (p *Profile) noVariant(variant string) error {
	ids := make([]string, len(p.Variants))
	for i, v := range p.Variants {
		ids[i] = v.ID
	}
	return &Error{Kind: Invalid, Field: "variant", Message: T(
		"Profil %s tidak punya varian %q. Varian yang ada: %s. Kosongkan variant untuk profil biasa",
		"The profile %s has no variant %q. Its variants: %s. Leave variant out for the ordinary profile",
		p.Name, variant, cmp.Or(strings.Join(ids, ", "), "-"))}
}

// overlay puts rows over others that have the same key and leaves the rest.
func overlay[T any](base, over []T, key func(T) string) []T {
	all := slices.Clone(base)
	at := make(map[string]int, len(base))
	for i, row := range base {
		at[key(row)] = i
	}
	for _, row := range over {
		if i, ok := at[key(row)]; ok {
			all[i] = row
		} else {
			all = append(all, row)
		}
	}
	return all
}

func or[T any](p *T, ordinary T) T {
	if p != nil {
		return *p
	}
	return ordinary
}
