package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func parseTags(text string) map[string]string {
	tags := map[string]string{}
	for _, kv := range strings.Fields(text) {
		k, v, _ := strings.Cut(kv, "=")
		tags[k] = v
	}
	return tags
}

func TestBarriers(t *testing.T) {
	for text, want := range map[string]Modes{
		"barrier=gate":                              AllModes,
		"barrier=gate access=private":               0,
		"barrier=gate access=private foot=yes":      Foot,
		"barrier=gate locked=yes":                   0,
		"barrier=gate locked=yes motor_vehicle=yes": Car | Motorcycle,
		"barrier=lift_gate motor_vehicle=no":        Foot,
		"barrier=toll_booth":                        AllModes,
		"barrier=bollard":                           Motorcycle | Foot,
		"barrier=bollard motorcycle=no":             Foot,
		"barrier=bollard motor_vehicle=permissive":  AllModes,
		"barrier=bollard access=yes":                Motorcycle | Foot, // gives back, does not open
		"barrier=block":                             Motorcycle | Foot,
		"barrier=cycle_barrier":                     Foot,
		"barrier=motorcycle_barrier":                Foot,
		"barrier=stile":                             Foot,
		"barrier=stile foot=no":                     0,
		"barrier=wall":                              0,
		"barrier=something_new":                     AllModes,
	} {
		if got := passes(parseTags(text)); got&AllModes != want {
			t.Errorf("%s: passed by %d, want %d", text, got, want)
		}
	}
}

// A road 1-2-3 with a bollard at 2 is two roads to a car and one to a motorcycle; a
// crossing 4-5-6 and 7-5-8 with a stile is passed on foot alone; a gate that all
// pass changes nothing.
func TestBarriersSplitWays(t *testing.T) {
	at := func(id, x, y int64) [3]int64 { return [3]int64{id, 1140000000 + x*10000, -80000000 + y*10000} }
	road := map[string]string{"highway": "residential"}
	f := pbfFixture{
		nodes: [][3]int64{at(1, 0, 0), at(2, 1, 0), at(3, 2, 0), at(4, 0, 5), at(5, 1, 5), at(6, 2, 5), at(7, 1, 4), at(8, 1, 6), at(9, 9, 9), at(10, 10, 9), at(11, 11, 9)},
		tags: map[int64]map[string]string{
			2: {"barrier": "bollard"}, 5: {"barrier": "stile", "name": "x"}, 10: {"barrier": "gate"}, 11: {"barrier": "wall"}, 1: {"highway": "crossing"},
		},
		ways: []pbfWay{{1, []int64{1, 2, 3}, road}, {2, []int64{4, 5, 6}, road}, {3, []int64{7, 5, 8}, road}, {4, []int64{9, 10, 11}, road}},
	}
	for _, dense := range []bool{true, false} {
		f.sparse = !dense
		nodes, edges, found, r, err := roads(t, file(t, "t.pbf", f.bytes()), RoadOptions{})
		if err != nil || r.Edges != len(edges) || r.Nodes != len(nodes) || found.count(CodeBarriers) != 1 {
			t.Fatal(err, r, found)
		}
		reach := func(m Modes, from int64) string {
			seen := map[int64]bool{from: true}
			for range edges {
				for _, e := range edges {
					if e.Forward.Has(m) && seen[e.From] {
						seen[e.To] = true
					}
					if e.Backward.Has(m) && seen[e.To] {
						seen[e.From] = true
					}
				}
			}
			out := ""
			for id := int64(1); id <= 11; id++ {
				if seen[id] {
					out += string(rune('a' + id - 1))
				}
			}
			return out
		}
		got := []string{
			reach(Car, 1), reach(Car, 3), reach(Motorcycle, 1), reach(Foot, 3),
			reach(Car, 4), reach(Motorcycle, 8), reach(Foot, 4), reach(Foot, 7), reach(Car, 9),
		}
		// a is node 1; j, with the gate, is none. To a car the road from 1 ends at the bollard, in a copy of node 2.
		want := []string{"a", "c", "abc", "abc", "d", "h", "defgh", "defgh", "i"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("dense %t (-want +got):\n%s", dense, diff)
		}
		for _, e := range edges {
			if e.Forward|e.Backward == 0 {
				t.Errorf("%+v leads nobody anywhere", e)
			}
		}
	}
}

// A ferry that only its relation tells of, and restrictions of turning.
func TestRelations(t *testing.T) {
	at := func(id, x int64) [3]int64 { return [3]int64{id, 1140000000 + x*10000, -80000000} }
	f := pbfFixture{
		nodes: [][3]int64{at(1, 0), at(2, 1), at(3, 2), at(4, 3)},
		ways: []pbfWay{
			{1, []int64{1, 2}, map[string]string{"highway": "service"}},
			{2, []int64{2, 3}, map[string]string{"source": "survey"}},
			{3, []int64{3, 4}, map[string]string{"highway": "service"}},
			{4, []int64{4, 1}, map[string]string{"building": "yes"}},
		},
		routes: []pbfRelation{
			{ways: []int64{2}, tags: map[string]string{"type": "route", "route": "ferry", "duration": "PT20M", "motor_vehicle": "no"}},
			{ways: []int64{1}, tags: map[string]string{"type": "restriction", "restriction": "no_left_turn"}},
			{ways: []int64{4}, tags: map[string]string{"type": "route", "route": "bus"}},
		},
	}
	_, edges, found, _, err := roads(t, file(t, "t.pbf", f.bytes()), RoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1 1-2 service f7 b7 n2", "2 2-3 ferry f12 b12 n2", "3 3-4 service f7 b7 n2"}
	if diff := cmp.Diff(want, edgeTexts(edges)); diff != "" || edges[1].FerryDurationS != 1200 {
		t.Errorf("(-want +got):\n%s%+v", diff, edges[1])
	}
	if found.count(CodeTurnRestrictions) != 1 {
		t.Errorf("%s", found)
	}
}

func TestRoadsOfTwoSpeeds(t *testing.T) {
	two := roadsOf(parseTags("highway=primary maxspeed=50 maxspeed:forward=60 maxspeed:backward=40"))
	if len(two) != 2 || two[0].MaxSpeedKmh != 60 || two[0].Forward != AllModes || two[0].Backward != Foot ||
		two[1].MaxSpeedKmh != 40 || two[1].Forward != 0 || two[1].Backward != Car|Motorcycle {
		t.Errorf("%+v", two)
	}
	for text, want := range map[string]float64{
		"highway=primary maxspeed=50":                                 50,
		"highway=primary maxspeed=50 maxspeed:forward=50":             50,
		"highway=primary maxspeed=50 maxspeed:backward=30 oneway=yes": 50,
		"highway=primary maxspeed:backward=30 oneway=-1":              30,
		"highway=primary maxspeed:advisory=30":                        0,
	} {
		if one := roadsOf(parseTags(text)); len(one) != 1 || one[0].MaxSpeedKmh != want {
			t.Errorf("%s: %+v", text, one)
		}
	}
	for text, want := range map[string]bool{
		"highway=services": false, "highway=construction": false, "highway=proposed": false, "highway=residential area=yes": false,
		"highway=residential abandoned=yes": false, "railway=rail": false, "highway=residential": true, "waterway=canal": false,
		"waterway=canal boat=yes": true, "waterway=stream": false, "route=bus": false, "route=ferry": true, "highway=platform": false,
	} {
		if isRoad(parseTags(text)) != want {
			t.Errorf("%s is a road: %t, want %t", text, !want, want)
		}
	}
	for text, want := range map[string]string{
		"bridge=viaduct": Bridge, "bridge=no": "", "tunnel=yes": Tunnel, "tunnel=culvert": "", "ford=yes": Ford, "bridge=yes ford=yes": Bridge,
	} {
		if got := edgeOf(parseTags("highway=road " + text)).Structure; got != want {
			t.Errorf("%s stands on %q, want %q", text, got, want)
		}
	}
	for v, want := range map[string]string{"Asphalt": "asphalt", "asphalt;gravel": "asphalt", "concrete:lanes": "concrete:lanes", "aspal rusak berat": "", "sehr schön": ""} {
		if got := word(v); got != want {
			t.Errorf("word %q = %q, want %q", v, got, want)
		}
	}
}
