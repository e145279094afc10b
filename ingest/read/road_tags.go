package read

import (
	"strconv"
	"strings"
)

// roadKeys are the tags of a way that anything here reads.
var roadKeys = map[string]bool{
	"highway": true, "route": true, "surface": true, "tracktype": true, "smoothness": true, "maxspeed": true,
	"oneway": true, "oneway:motorcycle": true, "junction": true,
	"access": true, "vehicle": true, "motor_vehicle": true, "motorcar": true, "motorcycle": true, "foot": true,
	"bridge": true, "tunnel": true, "ford": true, "duration": true, "name": true, "area": true,
}

// roadModes is who may use a class of road where no tag says otherwise. Two
// assumptions are Indonesia's: motorways are toll roads closed to motorcycles, and
// a path is ridden by motorcycles.
var roadModes = map[string]Modes{
	"motorway": Car, "motorway_link": Car,
	"trunk": AllModes, "trunk_link": AllModes, "primary": AllModes, "primary_link": AllModes,
	"secondary": AllModes, "secondary_link": AllModes, "tertiary": AllModes, "tertiary_link": AllModes,
	"unclassified": AllModes, "residential": AllModes, "living_street": AllModes, "service": AllModes,
	"road": AllModes, "track": AllModes,
	"path": Motorcycle | Foot, "footway": Foot, "pedestrian": Foot, "steps": Foot,
	"cycleway": Foot, "bridleway": Foot, "corridor": Foot,
	"ferry": AllModes,
}

// isRoad accepts the ways that anybody can travel on.
func isRoad(tags map[string]string) bool {
	if tags["route"] == "ferry" {
		return true
	}
	_, known := roadModes[tags["highway"]]
	return known && tags["area"] != "yes"
}

// edgeOf reads what the tags say of every edge of a way; ends and geometry come later.
func edgeOf(tags map[string]string) RoadEdge {
	e := RoadEdge{
		Class: tags["highway"], Name: tags["name"],
		Surface: tags["surface"], Tracktype: tags["tracktype"], Smoothness: tags["smoothness"], Structure: structure(tags),
		MaxSpeedKmh: speedKmh(tags["maxspeed"]),
	}
	if tags["route"] == "ferry" && roadModes[e.Class] == 0 {
		e.Class, e.Ferry = "ferry", true
		e.FerryDurationS = durationS(tags["duration"])
	}
	modes, known := roadModes[e.Class]
	if !known {
		modes = AllModes
	}
	modes = allowed(tags, modes)
	e.Forward, e.Backward = modes, modes
	forward, backward := direction(tags["oneway"])
	if tags["oneway"] == "" && (tags["junction"] == "roundabout" || tags["junction"] == "circular" || e.Class == "motorway") {
		forward, backward = true, false
	}
	e.close(Car|Motorcycle, forward, backward)
	if v := tags["oneway:motorcycle"]; v != "" {
		e.Forward |= modes & Motorcycle
		e.Backward |= modes & Motorcycle
		forward, backward = direction(v)
		e.close(Motorcycle, forward, backward)
	}
	return e
}

// What a road stands on or runs through.
const (
	Bridge = "BRIDGE"
	Tunnel = "TUNNEL"
	Ford   = "FORD"
)

func structure(tags map[string]string) string {
	switch {
	case yes(tags["bridge"]):
		return Bridge
	case yes(tags["tunnel"]):
		return Tunnel
	case yes(tags["ford"]):
		return Ford
	}
	return ""
}

// close takes the modes m out of the directions that are not open.
func (e *RoadEdge) close(m Modes, forward, backward bool) {
	if !forward {
		e.Forward &^= m
	}
	if !backward {
		e.Backward &^= m
	}
}

func yes(v string) bool { return v != "" && v != "no" && v != "0" && v != "false" && v != "F" }

// direction reads oneway in OSM's words, in those of Geofabrik's shapefiles (F, T,
// B) and in pgRouting's (FT, TF).
func direction(v string) (forward, backward bool) {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "yes", "1", "true", "ya", "f", "ft":
		return true, false
	case "-1", "reverse", "t", "tf":
		return false, true
	}
	return true, true
}

// allowed applies the access tags, the general ones before the particular.
func allowed(tags map[string]string, modes Modes) Modes {
	for _, a := range []struct {
		key   string
		modes Modes
	}{
		{"access", AllModes},
		{"vehicle", Car | Motorcycle},
		{"motor_vehicle", Car | Motorcycle},
		{"motorcar", Car},
		{"motorcycle", Motorcycle},
		{"foot", Foot},
	} {
		switch tags[a.key] {
		case "no", "private", "military", "emergency", "agricultural", "forestry", "use_sidepath":
			modes &^= a.modes
		case "yes", "designated", "permissive", "official":
			// A general "yes" does not open a stairway to cars.
			if a.key != "access" && a.key != "vehicle" {
				modes |= a.modes
			}
		}
	}
	return modes
}

// speedKmh reads 50, "50 km/h" and "30 mph"; what names no number is 0, not given.
func speedKmh(v string) float64 {
	v = strings.TrimSpace(v)
	if v == "walk" {
		return 5
	}
	number, unit, _ := strings.Cut(v, " ")
	if rest, ok := strings.CutSuffix(number, "mph"); ok {
		number, unit = rest, "mph"
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(number, "km/h"), 64)
	if err != nil || !(n > 0 && n < 500) {
		return 0
	}
	if unit == "mph" {
		return n * 1.609344
	}
	return n
}

// durationS reads 90 (minutes), 1:30, 1:30:00 and PT1H30M; 0 where it is none.
func durationS(v string) float64 {
	v = strings.TrimSpace(v)
	total, valid := 0.0, false
	if rest, ok := strings.CutPrefix(strings.ToUpper(v), "PT"); ok {
		for len(rest) > 0 {
			i := strings.IndexAny(rest, "HMS")
			if i <= 0 {
				return 0
			}
			n, err := strconv.ParseFloat(rest[:i], 64)
			if err != nil {
				return 0
			}
			total += n * map[byte]float64{'H': 3600, 'M': 60, 'S': 1}[rest[i]]
			rest, valid = rest[i+1:], true
		}
	} else {
		unit := map[int][]float64{1: {60}, 2: {3600, 60}, 3: {3600, 60, 1}}
		parts := strings.Split(v, ":")
		for i, p := range parts {
			n, err := strconv.ParseFloat(p, 64)
			if err != nil || len(parts) > 3 {
				return 0
			}
			total += n * unit[len(parts)][i]
			valid = true
		}
	}
	if !valid || !(total > 0 && total < 30*24*3600) {
		return 0
	}
	return total
}
