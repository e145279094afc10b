package read

// accessKeys are the tags that say who may pass, the general ones before the
// particular: the last one that says anything to somebody holds.
var accessKeys = []struct {
	key   string
	modes Modes
	// An opening word in a general tag gives a way back to those its class is for; it
	// does not open a stairway to cars. In a particular tag it opens it to them.
	particular bool
}{
	{"access", AllModes | Boat, false},
	{"vehicle", Car | Motorcycle, false},
	{"motor_vehicle", Car | Motorcycle, true},
	{"motorcar", Car, true},
	{"motorcycle", Motorcycle, true},
	{"foot", Foot, true},
	{"boat", Boat, true},
	{"motorboat", Boat, true},
}

// accessWords are the values that open and those that close. Any other word is taken
// as if the tag were not there.
var accessWords = map[string]bool{
	"yes": true, "designated": true, "permissive": true, "official": true, "public": true,
	"destination": true, "customers": true, // a trip to a facility ends there
	"no": false, "private": false, "military": false, "emergency": false, "agricultural": false, "forestry": false,
	"use_sidepath": false, "delivery": false, "permit": false, "residents": false, "psv": false, "bus": false,
}

// unbuilt are classes under which nobody travels, wherever a file has them.
var unbuilt = map[string]bool{"construction": true, "proposed": true, "planned": true, "abandoned": true, "razed": true, "disused": true}

// allowed applies the access tags to what the class of a way says, for both
// directions.
func allowed(tags map[string]string, class string) (forward, backward Modes) {
	modes, known := modesOf[class]
	if !known {
		modes = AllModes // a line file's own class
	}
	if unbuilt[class] {
		modes = 0
	}
	if class == "river" && yes(tags["intermittent"]) {
		modes = 0
	}
	if yes(tags["motorroad"]) {
		modes &^= Foot
	}
	if tags["ford"] == "stepping_stones" {
		modes &= Foot
	}
	return access(tags, modes, ":forward"), access(tags, modes, ":backward")
}

// access applies the tags to those for whom something is meant, in one direction;
// suffix names it, "" reads no tags of directions.
func access(tags map[string]string, meant Modes, suffix string) Modes {
	modes := meant
	for _, a := range accessKeys {
		for _, v := range [...]string{tags[a.key], directed(tags, a.key, suffix)} {
			open, known := accessWords[v]
			switch {
			case !known:
			case !open:
				modes &^= a.modes
			case a.particular:
				modes |= a.modes
			default:
				modes |= a.modes & meant
			}
		}
	}
	return modes
}

func directed(tags map[string]string, key, suffix string) string {
	if suffix == "" {
		return ""
	}
	return tags[key+suffix]
}
