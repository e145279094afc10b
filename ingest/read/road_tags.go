package read

import "strings"

// What the tags of OpenStreetMap are taken to mean. The tables here, in
// road_access.go and in road_barriers.go are also what docs/osm-tags.md is written
// from; a test compares them.

// roadKeys are the tags of a way that anything here reads.
var roadKeys = keySet(
	"highway", "waterway", "route", "area", "abandoned", "disused", "construction", "proposed", "intermittent",
	"name", "surface", "tracktype", "smoothness", "bridge", "tunnel", "ford",
	"maxspeed", "maxspeed:forward", "maxspeed:backward", "speed", "duration",
	"oneway", "oneway:motor_vehicle", "oneway:motorcar", "oneway:motorcycle", "oneway:foot", "junction", "motorroad",
	"type", // of relations
)

func keySet(keys ...string) map[string]bool {
	set := map[string]bool{}
	for _, k := range keys {
		set[k] = true
	}
	for _, k := range accessKeys {
		set[k.key], set[k.key+":forward"], set[k.key+":backward"] = true, true, true
	}
	for _, k := range conditionalKeys {
		set[k] = true
	}
	return set
}

// conditionalKeys hold restrictions by hour or season. They are counted for the
// report and not applied: a trip here has no hour.
var conditionalKeys = []string{
	"access:conditional", "vehicle:conditional", "motor_vehicle:conditional", "motorcar:conditional",
	"motorcycle:conditional", "foot:conditional", "oneway:conditional", "maxspeed:conditional",
}

func conditional(tags map[string]string) bool {
	for _, k := range conditionalKeys {
		if tags[k] != "" {
			return true
		}
	}
	return false
}

// A classModes is who may use a class of way where no tag says otherwise.
type classModes struct {
	key, class string
	modes      Modes
	why        string // in words of the documentation, where there is something to say
}

// classes are the ways that anybody can travel on. What is not here (construction,
// proposed, services, rest_area, raceway, platform, busway…) is no road.
var classes = []classModes{
	{"highway", "motorway", Car, "toll roads closed to motorcycles and people on foot: an assumption for Indonesia"},
	{"highway", "motorway_link", Car, "as motorway"},
	{"highway", "trunk", AllModes, ""},
	{"highway", "trunk_link", AllModes, ""},
	{"highway", "primary", AllModes, ""},
	{"highway", "primary_link", AllModes, ""},
	{"highway", "secondary", AllModes, ""},
	{"highway", "secondary_link", AllModes, ""},
	{"highway", "tertiary", AllModes, ""},
	{"highway", "tertiary_link", AllModes, ""},
	{"highway", "unclassified", AllModes, ""},
	{"highway", "residential", AllModes, ""},
	{"highway", "living_street", AllModes, ""},
	{"highway", "service", AllModes, ""},
	{"highway", "road", AllModes, "class not known"},
	{"highway", "track", AllModes, ""},
	{"highway", "path", Motorcycle | Foot, "motorcycles ride paths: an assumption for Indonesia"},
	{"highway", "footway", Foot, ""},
	{"highway", "pedestrian", Foot, ""},
	{"highway", "steps", Foot, ""},
	{"highway", "cycleway", Foot, ""},
	{"highway", "bridleway", Foot, ""},
	{"highway", "corridor", Foot, ""},
	{"route", "ferry", AllModes | Boat, "boats follow ferry lines too"},
	{"waterway", "river", Boat, "unless intermittent: an assumption, few rivers carry a boat tag"},
	{"waterway", "fairway", Boat, ""},
	{"waterway", "canal", 0, "boats only where a boat tag says so: most canals are for irrigation"},
}

var modesOf = func() map[string]Modes {
	m := map[string]Modes{}
	for _, c := range classes {
		m[c.class] = c.modes
	}
	return m
}()

// classOf is the class of a way, "" where nobody travels on it. A road that is also
// part of a ferry line is a road.
func classOf(tags map[string]string) string {
	if yes(tags["area"]) || yes(tags["abandoned"]) || yes(tags["disused"]) {
		return ""
	}
	for _, key := range [...]string{"highway", "route", "waterway"} {
		for _, c := range classes {
			if c.key == key && c.class == tags[key] {
				return c.class
			}
		}
	}
	return ""
}

// isRoad accepts the ways that anybody can travel on.
func isRoad(tags map[string]string) bool {
	switch classOf(tags) {
	case "":
		return false
	case "river", "canal", "fairway":
		forward, backward := allowed(tags, classOf(tags))
		return forward|backward != 0 // most canals, and none of their nodes matters
	}
	return true
}

// roadsOf reads what the tags say of every edge of a way; ends and geometry come
// later. It is one road, but two, one for each direction, where their speed limits
// differ.
func roadsOf(tags map[string]string) []RoadEdge {
	e := edgeOf(tags)
	general := speedKmh(tags["maxspeed"])
	forward, backward := general, general
	if v := speedKmh(tags["maxspeed:forward"]); v > 0 {
		forward = v
	}
	if v := speedKmh(tags["maxspeed:backward"]); v > 0 {
		backward = v
	}
	e.MaxSpeedKmh = forward
	// No sign holds for people on foot.
	if forward == backward || e.Forward&^Foot == 0 || e.Backward&^Foot == 0 {
		if e.Forward&^Foot == 0 {
			e.MaxSpeedKmh = backward
		}
		return []RoadEdge{e}
	}
	back := e
	back.MaxSpeedKmh = backward
	back.Forward, back.Backward = 0, e.Backward&^Foot
	e.Backward &= Foot
	return []RoadEdge{e, back}
}

// edgeOf is roadsOf without the speeds of directions.
func edgeOf(tags map[string]string) RoadEdge {
	e := RoadEdge{
		Class: classOf(tags), Name: tags["name"],
		Surface: word(tags["surface"]), Tracktype: word(tags["tracktype"]), Smoothness: word(tags["smoothness"]), Structure: structure(tags),
		MaxSpeedKmh: speedKmh(tags["maxspeed"]),
	}
	if e.Class == "" {
		e.Class = tags["highway"] // lines of other files name classes of their own
	}
	if e.Class == "ferry" {
		e.Ferry = true
		e.FerryDurationS = durationS(tags["duration"])
		if v := speedKmh(tags["speed"]); v > 0 {
			e.MaxSpeedKmh = v
		}
	}
	e.Forward, e.Backward = allowed(tags, e.Class)
	forward, backward := direction(tags["oneway"])
	if tags["oneway"] == "" && (tags["junction"] == "roundabout" || tags["junction"] == "circular" || e.Class == "motorway") {
		forward, backward = true, false
	}
	modes := [2]Modes{e.Forward, e.Backward}
	e.close(Car|Motorcycle, forward, backward)
	for _, o := range onewayKeys {
		if v := tags[o.key]; v != "" { // the particular one holds instead of the general
			e.Forward |= modes[0] & o.modes
			e.Backward |= modes[1] & o.modes
			forward, backward = direction(v)
			e.close(o.modes, forward, backward)
		}
	}
	return e
}

// onewayKeys say for whom a direction holds, the general before the particular;
// oneway itself holds for vehicles.
var onewayKeys = []struct {
	key   string
	modes Modes
}{
	{"oneway:motor_vehicle", Car | Motorcycle}, {"oneway:motorcar", Car}, {"oneway:motorcycle", Motorcycle}, {"oneway:foot", Foot},
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
	case yes(tags["tunnel"]) && tags["tunnel"] != "culvert": // the water's, below the road
		return Tunnel
	case yes(tags["ford"]):
		return Ford
	}
	return ""
}

// word is the first of several values, in lower case, or "" where it is no word:
// the map's are a few dozen, and what else people write is a text of their own.
func word(v string) string {
	v, _, _ = strings.Cut(v, ";")
	v = strings.ToLower(strings.TrimSpace(v))
	if len(v) > 30 {
		return ""
	}
	for _, r := range v {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != ':' && r != '-' {
			return ""
		}
	}
	return v
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
