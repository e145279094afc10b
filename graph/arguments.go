package graph

import (
	"strconv"

	"jangkau/gis"
	"jangkau/graph/model"
)

// idFrom reads an id; false is none of ours.
func idFrom(s string) (int64, bool) {
	id, err := strconv.ParseInt(s, 10, 64)
	return id, err == nil
}

// parseID reads an id; what is no id of ours is not found rather than malformed:
// to a caller ids are opaque.
func parseID(field, s string) (int64, error) {
	id, ok := idFrom(s)
	if !ok {
		return 0, &gis.Error{Kind: gis.NotFound, Field: field, Message: gis.T(
			"Tidak ada yang ber-id %q", "There is nothing with the id %q", s)}
	}
	return id, nil
}

func areaOf(within gis.WilayahCode, puskesmas *string) (gis.Area, error) {
	a := gis.Area{Within: within}
	if puskesmas == nil {
		return a, nil
	}
	id, err := parseID("puskesmas", *puskesmas)
	a.Puskesmas = &id
	return a, err
}

// or is the value asked for, else the ordinary one: an argument given as null
// means what silence means.
func or[T any](asked *T, ordinary T) T {
	if asked != nil {
		return *asked
	}
	return ordinary
}

// ofAny is a list to narrow down by; an empty one, like none, asks for all.
func ofAny[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// checkKinds refuses an empty list where the question names its kinds: of no kind at all
// there is nothing to say, and zeros would be read as an answer.
func checkKinds(kinds []gis.FacilityKind) error {
	if len(kinds) > 0 {
		return nil
	}
	return &gis.Error{Kind: gis.Invalid, Field: "kind", Message: gis.T(
		"kind kosong; sebutkan sekurangnya satu jenis fasilitas, misalnya [PUSKESMAS], atau hapus argumennya", "kind is empty; name at least one kind of facility, such as [PUSKESMAS], or leave the argument out")}
}

func desaQuestion(a gis.Area, f *model.DesaFilter, orders []*model.DesaOrder) gis.DesaQuestion {
	q := gis.DesaQuestion{Area: a, Units: gis.DesaAndKelurahan}
	if f != nil {
		q.NameContains, q.Units = or(f.NameContains, ""), or(f.Units, gis.DesaAndKelurahan)
		q.Missing, q.MinPeople, q.MaxPeople = f.Missing, f.MinPeople, f.MaxPeople
	}
	for _, o := range orders {
		q.Order = append(q.Order, gis.Order{Key: string(o.Key), Direction: o.Direction})
	}
	return q
}

func facilityQuestion(a gis.Area, kinds []gis.FacilityKind, f *model.FacilityFilter, orders []*model.FacilityOrder) gis.FacilityQuestion {
	q := gis.FacilityQuestion{Area: a, Kinds: kinds}
	if f != nil {
		q.NameContains, q.Status, q.LocationQuality = or(f.NameContains, ""), f.Status, f.LocationQuality
		q.Flagged, q.RawatInap = f.Flagged, f.RawatInap
	}
	for _, o := range orders {
		q.Order = append(q.Order, gis.Order{Key: string(o.Key), Direction: o.Direction})
	}
	return q
}

// nearestKinds is what a silent caller means by the nearest facility of a desa.
var nearestKinds = []gis.FacilityKind{gis.KindPustu, gis.KindPuskesmas}

// askedOf is the travel question of an order key, ok false for other keys.
func askedOf(a gis.Area, day gis.Date, o *model.DesaGapOrder) (model.TravelAsked, bool) {
	asked := model.TravelAsked{Area: a, Kinds: o.Kind, Profile: or(o.Profile, gis.ProfileMotorcycle), Variant: or(o.Variant, ""), AsOf: day}
	if asked.Kinds == nil {
		asked.Kinds = nearestKinds
	}
	switch o.Key {
	case model.DesaGapKeyTravelTime:
		asked.By = or(o.By, gis.ByTime)
	case model.DesaGapKeyTravelDistance:
		asked.By = or(o.By, gis.ByDistance)
	default:
		return asked, false
	}
	return asked, true
}

// bandsOf are the bounds asked for. Kilometres stand beside minutes; to leave out
// minutes one gives an empty list.
func bandsOf(minutes []int, km []float64) gis.Bands {
	b := gis.Bands{Km: km}
	for _, m := range minutes {
		b.Minutes = append(b.Minutes, float64(m))
	}
	return b
}

func checkTolerance(m float64) error {
	if m >= 0 && m <= 100_000 {
		return nil
	}
	return &gis.Error{Kind: gis.Invalid, Field: "toleranceM", Message: gis.T(
		"toleranceM harus 0 sampai 100000 meter; 0 berarti seperti dimuat", "toleranceM must be 0 to 100000 metres; 0 is as loaded")}
}
