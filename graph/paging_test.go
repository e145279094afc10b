package graph_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

// crowd is 60 desa and 80 facilities whose sort keys are few and often missing:
// nearly everything ties.
func crowd() string {
	rnd := rand.New(rand.NewPCG(11, 4))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	var b strings.Builder
	b.WriteString(`insert into data.wilayah (code, level, parent, name, boundary_quality, source_id) values ('35.11', 'KABUPATEN_KOTA', '35', 'Ramai', 'DERIVED', 1), ('35.11.01', 'KECAMATAN', '35.11', 'Ramai', 'DERIVED', 1);`)
	for i := range 60 {
		code := fmt.Sprintf("35.11.01.%d%03d", 1+i%2, i)
		fmt.Fprintf(&b, `insert into data.wilayah (code, level, parent, name, area_km2, surface_point, boundary_quality, source_id) values ('%s', 'DESA_KELURAHAN', '35.11.01', %s, %s, %s, 'NONE', 1);`,
			code, pick("null", "'Ana'", "'ana'", "'Éna'", "'Zed'"), pick("null", "1", "0.1", "0.30000000000000004", "1e-9"),
			pick("null", "ST_SetSRID(ST_MakePoint(114.02, -8), 4326)", "ST_SetSRID(ST_MakePoint(114.06, -8), 4326)"))
		if p := pick("", "0", "7", "7", "2147483647"); p != "" {
			fmt.Fprintf(&b, `insert into data.population (desa, as_of, people, source_id) values ('%s', '2024-01-01', %s, 3);`, code, p)
		}
	}
	for i := range 80 {
		desa := pick("null", fmt.Sprintf("'35.11.01.%d%03d'", 1+i%2, i%60))
		fmt.Fprintf(&b, `insert into data.facility (kind, name, name_fold, declared_desa, kabupaten, location_quality, known_from, area_category, rawat_inap, source_id)
			values ('%s', '%s', 'x', %s, '35.11', 'NONE', '2020-01-01', 'PERDESAAN', false, 2);`, pick("PUSTU", "PUSKESMAS", "LAIN"), pick("A", "a", "É"), desa)
		if i%3 == 0 {
			fmt.Fprintf(&b, `insert into data.staff_count (facility_id, unit, profession, status, klaster, people, period, source_id)
				select max(id), 'u%d', '%s', 'PNS', %s, %d, '2024-01-01', 5 from data.facility;`, i, pick("PERAWAT", "BIDAN", "LAIN"), pick("'{}'", "'{KLASTER_1,KLASTER_2}'", "'{KLASTER_3}'"), rnd.IntN(9))
		}
	}
	b.WriteString(`insert into data.match_case (source_id, subject, key, line, given, candidates, created_at) select 2, 'KIND', 'k' || i, i, 'g', '[]', '2024-06-01' from generate_series(1, 20) i;
		insert into data.import_run (source_id, file_name, checksum, started_at, finished_at, rows_read, added, changed, unchanged, rejected, suspicious, missing)
		select 2, 'f', 'c' || i, '2024-06-01', '2024-06-01', 0, 0, 0, 0, 0, 0, 0 from generate_series(1, 20) i;`)
	return b.String()
}

// connection is any list.
type connection struct {
	TotalCount int
	Edges      []struct {
		Cursor string
		Node   json.RawMessage
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

// orders are all orders of up to two keys.
func orders(keys ...string) []string {
	var one, all []string
	for _, k := range keys {
		one = append(one, "{key: "+k+", direction: ASC}", "{key: "+k+", direction: DESC}")
	}
	all = append(all, "")
	for _, a := range one {
		all = append(all, "orderBy: ["+a+"]")
		for _, b := range one {
			all = append(all, "orderBy: ["+a+b+"]")
		}
	}
	return all
}

// Whatever the order and the size of its pages, a list read page by page is the
// list: every row once, in the same order, and the total its length.
func TestPagesAreTheList(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, crowd())
	rnd := rand.New(rand.NewPCG(2, 9))
	type list struct {
		field, args, node string
		orders            []string
	}
	groups := []string{
		"", "groupBy: []", "groupBy: [FACILITY]", "groupBy: [KLASTER]", "groupBy: [KECAMATAN]", "groupBy: [KABUPATEN_KOTA, PROFESSION]",
		"groupBy: [KLASTER, PROFESSION, FACILITY]", "groupBy: [KLASTER, PROFESSION, FACILITY, KECAMATAN, KABUPATEN_KOTA]",
	}
	tried := 0
	for _, l := range []list{
		{"desa", `within: "35.11"`, "code", orders("CODE", "NAME", "PEOPLE", "AREA")},
		{"facilities", `within: "35.11"`, "id", orders("NAME", "KIND", "DESA", "ID")},
		{"desaWithoutPustu", `within: "35.11", status: [HAS, LACKS, UNKNOWN]`, "desa { code }", orders("CODE", "NAME", "PEOPLE", "TRAVEL_TIME", "TRAVEL_DISTANCE")},
		{"workforceGaps", `within: "35.11", kind: [PUSKESMAS, PUSTU, LAIN]`, "klaster profession { code } facility { id } wilayah { code }", groups},
		{"matchCases", "", "id", []string{"", `within: "35.10"`, "status: null"}},
		{"importRuns", "", "id", []string{"", `source: "2"`}},
	} {
		for _, order := range l.orders {
			if len(order) > 60 && rnd.IntN(8) > 0 {
				continue // an eighth of the pairs is plenty
			}
			tried++
			ask := func(first int, after string) connection {
				args := fmt.Sprintf("%s %s first: %d %s", l.args, order, first, after)
				m := read[map[string]connection](w, `{ %s(%s) { totalCount edges { cursor node { %s } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, l.field, args, l.node)
				return m[l.field]
			}
			whole := ask(1000, "")
			var want []string
			for _, e := range whole.Edges {
				want = append(want, string(e.Node))
			}
			unique := slices.Clone(want)
			slices.Sort(unique)
			if len(slices.Compact(unique)) != len(want) || whole.TotalCount != len(want) || whole.PageInfo.HasNextPage {
				t.Errorf("%s %s: %d rows, total %d, some alike", l.field, order, len(want), whole.TotalCount)
			}
			size := 1 + rnd.IntN(max(len(want), 1))
			if len(want) > 20 {
				size = max(size, 7)
			}
			var paged []string
			for after := ""; ; {
				p := ask(size, after)
				for _, e := range p.Edges {
					paged = append(paged, string(e.Node))
				}
				if p.PageInfo.HasPreviousPage != (after != "") || p.TotalCount != len(want) || len(p.Edges) > size {
					t.Fatalf("%s %s: %+v", l.field, order, p.PageInfo)
				}
				if !p.PageInfo.HasNextPage {
					break
				}
				after = fmt.Sprintf("after: %q", *p.PageInfo.EndCursor)
			}
			if !slices.Equal(paged, want) {
				t.Errorf("%s %s in pages of %d:\n%v\nwant\n%v", l.field, order, size, paged, want)
			}
			// Any row's cursor begins the list after it.
			if len(want) > 1 {
				i := rnd.IntN(len(want) - 1)
				rest := ask(1000, fmt.Sprintf("after: %q", whole.Edges[i].Cursor))
				if len(rest.Edges) != len(want)-1-i || string(rest.Edges[0].Node) != want[i+1] {
					t.Errorf("%s %s: after row %d come %d of %d rows", l.field, order, i, len(rest.Edges), len(want))
				}
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d orders tried", tried)
	}
}
