package read

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/osm-tags.md is written from the tables that the reader works with:
// JANGKAU_WRITE_DOCS=1 go test -run TestTagsAreDocumented ./ingest/read
func TestTagsAreDocumented(t *testing.T) {
	const path = "../../docs/osm-tags.md"
	want := tagsDocument()
	if os.Getenv("JANGKAU_WRITE_DOCS") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the tables of the reader say: run this test with JANGKAU_WRITE_DOCS=1", path)
	}
}

func modesText(m Modes) string {
	var names []string
	for _, n := range []struct {
		mode Modes
		name string
	}{{Foot, "foot"}, {Motorcycle, "motorcycle"}, {Car, "car"}, {Boat, "boat"}} {
		if m.Has(n.mode) {
			names = append(names, n.name)
		}
	}
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

func words(open bool) string {
	var list []string
	for _, w := range slices.Sorted(maps.Keys(accessWords)) {
		if accessWords[w] == open {
			list = append(list, "`"+w+"`")
		}
	}
	return strings.Join(list, ", ")
}

func tagsDocument() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# How a tag of OpenStreetMap is read")
	line("")
	line("Written from the tables in `ingest/read` by a test; not edited by hand. What decides how *fast*")
	line("a road is (class, surface, tracktype, smoothness, bridge or ford, speed limit) is kept with the")
	line("road, and travel profiles turn it into speeds; this page says what is a road, who may use it and")
	line("in which direction.")
	line("")
	line("## What is a road")
	line("")
	line("| way | open to, where no tag says otherwise | |")
	line("| --- | --- | --- |")
	for _, c := range classes {
		line("| `%s=%s` | %s | %s |", c.key, c.class, modesText(c.modes), c.why)
	}
	line("")
	line("No other class is a road: %s, services, platforms and the like.", strings.Join(slices.Sorted(maps.Keys(unbuilt)), ", "))
	line("Ways with `area=yes`, `abandoned=yes` or `disused=yes` are none either. A way in a relation")
	line("`route=ferry` that has no class of its own is a ferry line with the relation's tags (its")
	line("`duration` only where it is the only way). `motorroad=yes` closes a road to people on foot,")
	line("`ford=stepping_stones` to all others.")
	line("")
	line("Roads meet where ways share a node, and nowhere else: a bridge over a road does not join it,")
	line("whatever `layer` says.")
	line("")
	line("## Who may pass")
	line("")
	line("From the general tag to the particular, the last one that says something holds. `:forward` and")
	line("`:backward` behind a tag hold for one direction.")
	line("")
	line("| tag | for | an opening word |")
	line("| --- | --- | --- |")
	for _, a := range accessKeys {
		opens := "gives the way back to those its class is for"
		if a.particular {
			opens = "opens the way"
		}
		line("| `%s` | %s | %s |", a.key, modesText(a.modes), opens)
	}
	line("")
	line("- open: %s (a trip to a facility ends there, so `destination` is open)", words(true))
	line("- closed: %s", words(false))
	line("- any other word is taken as if the tag were not there")
	line("")
	line("Restrictions by hour or season (`…:conditional`) are counted in the report and not applied.")
	line("Restrictions of turning are not applied either, and counted: every turn is taken to be allowed.")
	line("")
	line("## Direction")
	line("")
	line("`oneway` holds for vehicles, not for people on foot. More particular:")
	for _, o := range onewayKeys {
		line("`%s` (%s),", o.key, modesText(o.modes))
	}
	line("the last of them that is there holds.")
	line("")
	line("| value | forward | backward |")
	line("| --- | --- | --- |")
	for _, v := range []string{"yes", "1", "true", "-1", "reverse", "no", "reversible", "alternating"} {
		f, back := direction(v)
		line("| `%s` | %s | %s |", v, openText(f), openText(back))
	}
	line("")
	line("Without `oneway`, roundabouts (`junction=roundabout` or `circular`) and `highway=motorway` are")
	line("one-way. A reversible lane changes with the hour, so nobody can count on it; where traffic")
	line("alternates everybody gets through.")
	line("")
	line("## Barriers on a road's node")
	line("")
	line("| barrier | passed by, where its tags do not say | |")
	line("| --- | --- | --- |")
	for _, k := range barriers {
		line("| %s | %s | %s |", "`"+strings.Join(k.kinds, "`, `")+"`", modesText(k.modes&AllModes), k.why)
	}
	line("")
	line("The tags of the table above hold on a barrier too. One that keeps somebody out ends the road for")
	line("them; the others go on. Other kinds keep nobody out. Barriers drawn as lines are not read.")
	line("")
	line("## Speed limits and ferries")
	line("")
	line("`maxspeed` in km/h, or with a unit (%s); the lowest of several.", unitList())
	line("`maxspeed:forward` and `:backward` hold for their direction. `none`, `signals` and other words give")
	line("no limit; `walk` is 5; `maxspeed:advisory` is not read. Signs of place, by PP 79/2013 article 23:")
	line("")
	for _, k := range slices.Sorted(maps.Keys(implicitKmh)) {
		line("- `%s`: %g km/h", strings.ToUpper(k[:2])+k[2:], implicitKmh[k])
	}
	line("")
	line("A ferry's `duration` is minutes (`90`), hours and minutes (`1:30`) or ISO 8601 (`PT1H30M`), shared")
	line("over its stretches by length; without it the time follows from `speed` or `maxspeed`, and else from")
	line("the profile's speed for ferries. The wait at a landing is the profile's.")
	return b.String()
}

func openText(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func unitList() string {
	var units []string
	for _, u := range slices.Sorted(maps.Keys(speedUnits)) {
		if u != "" {
			units = append(units, "`"+u+"`")
		}
	}
	return strings.Join(units, ", ")
}
