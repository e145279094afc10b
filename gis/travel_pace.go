package gis

import "jangkau/gis/network"

// pace is how fast a profile moves on roads of one kind, settled once a kind.
type pace struct {
	kmh   float64 // 0: no speed known
	shut  bool    // may not be used, whatever a timetable says
	named bool    // the profile has a row for the class, or one for any
}

// pace is the speed of the class, lowered to the lowest cap of its traits; either
// may shut the road.
func (p *Profile) pace(k roadKind) pace {
	var t pace
	for _, class := range [2]string{AnyClass, k.class} {
		for _, s := range p.Speeds {
			if s.Class == class {
				t = pace{kmh: or(s.Kmh, 0), shut: s.Kmh == nil, named: true}
			}
		}
	}
	for _, c := range p.Caps {
		if c.Value == "" || k.trait(c.Trait) != c.Value {
			continue
		}
		if c.Kmh == nil {
			t.shut = true
		} else {
			t.kmh = min(t.kmh, *c.Kmh)
		}
	}
	return t
}

func (k *roadKind) trait(t RoadTrait) string {
	switch t {
	case TraitSurface:
		return k.surface
	case TraitTracktype:
		return k.tracktype
	case TraitSmoothness:
		return k.smoothness
	case TraitStructure:
		return k.structure
	}
	return ""
}

// edgeS is the time of an edge in motion, seconds.
func (t pace) edgeS(lengthM, maxKmh, ferryS float64) float64 {
	kmh := t.kmh
	switch {
	case t.shut:
		return network.Closed
	case ferryS > 0:
		return ferryS
	case kmh <= 0:
		return network.Closed
	case maxKmh > 0:
		kmh = min(kmh, maxKmh)
	}
	return lengthM * 3.6 / kmh
}
