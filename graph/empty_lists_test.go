package graph_test

import (
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/graph"
)

// A list to narrow down by that is empty asks what silence asks; where a question must
// name its kinds, none at all is refused, with what to do, rather than answered by zeros.
func TestEmptyLists(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, shared)
	w.exec(perKlaster)
	for _, c := range []struct{ query, empty, one string }{
		{`{ workforceGaps(within: "35.10", asOf: "2024-12-31", groupBy: [KLASTER]%s) { totalCount totals { availableAll gapAll } edges { node { klaster required availableAll } } } }`, "klaster: []", "klaster: [KLASTER_2]"},
		{`{ workforceGaps(within: "35.10", asOf: "2024-12-31"%s) { totalCount totals { availableAll required gapAll } } }`, "kind: []", "kind: [PUSTU]"},
		{`{ workforceComparison(within: "35.10", asOf: "2024-12-31"%s) { totalCount edges { node { standard { required availableAll } } } } }`, "kind: []", "kind: [PUSTU]"},
		{`{ workforceChange(within: "35.10", from: "2024-06-30", to: "2024-12-31"%s) { totalCount } }`, "kind: []", "kind: [KLINIK_UTAMA]"},
		{`{ workforceStaff(within: "35.10", asOf: "2024-12-31"%s) { total { people } totalCount } }`, "kind: [], klaster: [], profession: []", "klaster: [KLASTER_2]"},
		{`{ facilities(within: "35.10"%s) { totalCount edges { node { id } } } }`, "kind: []", "kind: [PUSTU]"},
	} {
		silent := string(w.ask(strings.Replace(c.query, "%s", "", 1)).Data)
		empty := w.ask(strings.Replace(c.query, "%s", ", "+c.empty, 1))
		one := string(w.ask(strings.Replace(c.query, "%s", ", "+c.one, 1)).Data)
		if len(empty.Errors) > 0 || string(empty.Data) != silent {
			t.Errorf("%s: %s %+v, silence answers %s", c.empty, empty.Data, empty.Errors, silent)
		}
		if one == silent {
			t.Errorf("%s narrows nothing down in %s: %s", c.one, c.query, one)
		}
	}
	for _, query := range []string{
		`{ workforceKlaster(within: "35.10", kind: []) { people } }`,
		`{ workforceRedistribution(within: "35.10", kind: []) { moves { posts } } }`,
		`{ travelSummary(within: "35.10", kind: []) { groups { desa } } }`,
	} {
		a := w.refused(gis.Invalid, "%s", query)
		if m := a.Errors[0].Extensions.Messages; !strings.Contains(m.ID, "satu jenis fasilitas") || !strings.Contains(strings.ToLower(m.EN), "name at least one kind of facility") {
			t.Errorf("%s: %+v", query, m)
		}
	}
}
