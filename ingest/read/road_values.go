package read

import (
	"strconv"
	"strings"
)

// direction reads oneway in OSM's words, in those of Geofabrik's shapefiles (F, T,
// B) and in pgRouting's (FT, TF). A reversible lane is closed both ways: it changes
// with the hour, and the road beside it is there at any. Where traffic alternates,
// both ways get through.
func direction(v string) (forward, backward bool) {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "yes", "1", "true", "ya", "f", "ft":
		return true, false
	case "-1", "reverse", "t", "tf":
		return false, true
	case "reversible":
		return false, false
	}
	return true, true
}

// implicitKmh are the limits that a sign of place stands for, by PP 79/2013 article
// 23: at most 100 on freeways, 80 between towns, 50 in towns, 30 in settlements.
var implicitKmh = map[string]float64{
	"id:motorway": 100, "id:trunk": 80, "id:rural": 80, "id:urban": 50, "id:residential": 30, "id:living_street": 30,
}

// Kilometres an hour of a unit.
var speedUnits = map[string]float64{"": 1, "km/h": 1, "kmh": 1, "kph": 1, "mph": 1.609344, "knots": 1.852, "kn": 1.852}

// speedKmh reads 50, "50 km/h", "30 mph" and "12 knots", signs of place such as
// ID:urban and zone:30, and the lowest of several; what names no number (none,
// signals, variable) is 0, not given.
func speedKmh(v string) float64 {
	lowest := 0.0
	for part := range strings.SplitSeq(v, ";") {
		if kmh := oneSpeed(strings.ToLower(strings.TrimSpace(part))); kmh > 0 && (lowest == 0 || kmh < lowest) {
			lowest = kmh
		}
	}
	return lowest
}

func oneSpeed(v string) float64 {
	if v == "walk" {
		return 5
	}
	if kmh, ok := implicitKmh[v]; ok {
		return kmh
	}
	v = v[strings.LastIndex(v, ":")+1:] // id:zone:30, id:40
	end := strings.IndexFunc(v, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if end < 0 {
		end = len(v)
	}
	n, err := strconv.ParseFloat(v[:end], 64)
	unit, known := speedUnits[strings.TrimSpace(v[end:])]
	if n *= unit; err != nil || !known || !(n > 0 && n < 500) {
		return 0
	}
	return n
}

// durationS reads 90 (minutes), 1:30, 1:30:00, PT1H30M and P1DT2H; 0 where it is none.
func durationS(v string) float64 {
	v = strings.ToUpper(strings.TrimSpace(v))
	total, valid := 0.0, false
	if rest, ok := strings.CutPrefix(v, "P"); ok {
		units := map[byte]float64{'D': 24 * 3600}
		for len(rest) > 0 {
			if rest[0] == 'T' {
				units = map[byte]float64{'H': 3600, 'M': 60, 'S': 1}
				rest = rest[1:]
				continue
			}
			i := strings.IndexAny(rest, "DHMS")
			if i <= 0 {
				return 0
			}
			n, err := strconv.ParseFloat(rest[:i], 64)
			unit, known := units[rest[i]]
			if err != nil || !known || n < 0 {
				return 0
			}
			total += n * unit
			rest, valid = rest[i+1:], true
		}
	} else {
		unit := map[int][]float64{1: {60}, 2: {3600, 60}, 3: {3600, 60, 1}}
		parts := strings.Split(v, ":")
		for i, p := range parts {
			n, err := strconv.ParseFloat(p, 64)
			if err != nil || len(parts) > 3 || n < 0 {
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
