package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jangkau/graph"
)

// BenchmarkStaffOfIndonesia is the question who is there, over HTTP and JSON, with what
// the answer rests on: of each provinsi of the made-up country in turn, by profession
// and status, by klaster and by facility, a page of each.
func BenchmarkStaffOfIndonesia(b *testing.B) {
	w := newWorld(b, graph.Limits{}, staffOfTheCountry)
	const fields = `totalCount total { people asn statusNotStated inSeveralKlaster facilities facilitiesWithoutStaffData }
		edges { node { profession { code } employmentStatus { code } klaster people asn facilities } } provenance { method sources { name } caveats { code text } }`
	ask := func(within int, groups string) time.Duration {
		begin := time.Now()
		a := w.ask(fmt.Sprintf(`{ workforceStaff(within: "%d", asOf: "2024-12-31", groupBy: [%s]) { %s } }`, within, groups, fields))
		took := time.Since(begin)
		if len(a.Errors) > 0 {
			b.Fatal(a.Errors)
		}
		w.log.Reset()
		return took
	}
	ask(11, "PROFESSION")
	for b.Loop() {
		var took []time.Duration
		for _, groups := range []string{"PROFESSION, EMPLOYMENT_STATUS", "KLASTER", "FACILITY"} {
			for p := 11; p <= 48; p++ {
				took = append(took, ask(p, groups))
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms-provinsi")
	}
}
