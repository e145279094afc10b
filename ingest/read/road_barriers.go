package read

// A barrierModes is who passes a kind of barrier where its tags do not say.
type barrierModes struct {
	kinds []string
	modes Modes
	why   string
}

// barriers stand on nodes of roads. Those drawn as lines beside a road are not read:
// whether they cross it cannot be told from the road.
var barriers = []barrierModes{
	{[]string{
		"gate", "lift_gate", "swing_gate", "sliding_gate", "wicket_gate", "sally_port", "entrance", "toll_booth", "border_control",
		"cattle_grid", "height_restrictor", "kerb", "no", "yes",
	}, AllModes, "open unless tagged otherwise; a gate that is locked=yes is passed by nobody"},
	{[]string{"bollard", "planter", "block", "bus_trap", "sump_buster"}, Motorcycle | Foot, "motorcycles find a way between: an assumption for Indonesia"},
	{[]string{
		"cycle_barrier", "motorcycle_barrier", "stile", "kissing_gate", "turnstile", "full-height_turnstile", "step", "chain", "rope",
		"log", "debris", "jersey_barrier", "hampshire_gate",
	}, Foot, ""},
	{[]string{"wall", "fence", "hedge", "retaining_wall", "city_wall", "guard_rail", "ditch"}, 0, "passed by nobody"},
}

var barrierOf = func() map[string]Modes {
	m := map[string]Modes{}
	for _, b := range barriers {
		for _, k := range b.kinds {
			m[k] = b.modes
		}
	}
	return m
}()

// barrierKeys are the tags of a node that decide who passes it.
var barrierKeys = func() map[string]bool {
	set := map[string]bool{"barrier": true, "locked": true}
	for _, k := range accessKeys {
		set[k.key] = true
	}
	return set
}()

// passes says who passes a node with these tags. A kind of barrier that is not known
// keeps nobody out.
func passes(tags map[string]string) Modes {
	modes, known := barrierOf[tags["barrier"]]
	if !known {
		modes = AllModes
	}
	if tags["locked"] == "yes" {
		modes = 0
	}
	return access(tags, modes, "")
}
