package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/graph"
)

// A made-up kabupaten. Selatan has nine people at work, two of whom serve two klaster;
// two more are booked there and work at a pustu that nobody names. Utara has two whom
// nobody placed. Of Kota there is no staff data. The kabupaten's own standard speaks of
// klaster.
const twoShared = `
insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, area_category, rawat_inap, known_from, source_id) values
  ('PUSKESMAS', 'Selatan', 'selatan', '35.10.02.2001', 'DESA', 'OPEN', 'PERDESAAN', false, '2020-01-01', 2),
  ('PUSKESMAS', 'Utara', 'utara', '35.10.02.2002', 'DESA', 'OPEN', 'PERDESAAN', false, '2020-01-01', 2);
insert into data.staff_count (facility_id, unit, profession, status, klaster, klaster_pj, people, at_pustu, period, source_id) values
  (6, 'Selatan', 'PERAWAT', 'PNS',          '{KLASTER_2,KLASTER_3}', '{KLASTER_2}', 1, false, '2024-06-01', 5),
  (6, 'Selatan', 'BIDAN',   'NON_ASN_BLUD', '{KLASTER_2,KLASTER_4}', '{}',          1, false, '2024-06-01', 5),
  (6, 'Selatan', 'BIDAN',   'PNS',          '{KLASTER_2}',           '{}',          2, false, '2024-06-01', 5),
  (6, 'Selatan', 'DOKTER',  'PNS',          '{KLASTER_3}',           '{KLASTER_3}', 1, false, '2024-06-01', 5),
  (6, 'Selatan', 'ADMINISTRASI', 'PPPK',    '{KLASTER_1}',           '{KLASTER_1}', 1, false, '2024-06-01', 5),
  (6, 'Selatan', 'KESLING', 'PNS',          '{KLASTER_4}',           '{}',          1, false, '2024-06-01', 5),
  (6, 'Selatan', 'APOTEKER', 'PNS',         '{KLASTER_5}',           '{}',          1, false, '2024-06-01', 5),
  (6, 'Selatan', 'PERAWAT', 'PNS',          '{}',                    '{}',          1, false, '2024-06-01', 5),
  (6, 'Selatan', 'PERAWAT', 'PNS',          '{}',                    '{}',          2, true,  '2024-06-01', 5),
  (7, 'Utara',   'PERAWAT', 'PNS',          '{}',                    '{}',          2, false, '2024-06-01', 5);
insert into data.standard (id, title, regulation, wilayah, confidence, source) values ('perbup', 'Tenaga per klaster', 'Perbup (rekaan)', '35.10', 'VERIFIED', 'made up');
insert into data.standard_row (standard, facility_kind, klaster, profession, required) values
  ('perbup', 'PUSKESMAS', 'KLASTER_2', 'BIDAN', 4), ('perbup', 'PUSKESMAS', 'KLASTER_3', 'PERAWAT', 2), ('perbup', 'PUSKESMAS', 'KLASTER_4', 'KESLING', 1);
`

type klasterAnswer struct {
	WorkforceKlaster struct {
		People, InOneKlaster, Shared, Unplaced float64
		Facilities                             int
		Klaster                                []struct {
			Klaster                                                                 string
			Required, GapAll, GapAllMin, GapAllMax                                  *float64
			UnplacedAll                                                             float64
			FacilitiesPossiblyShortCount                                            int
			AvailableAsn, AvailableAll, SharedAll                                   float64
			FacilitiesShortCount, FacilitiesWithoutStaffCount                       int
			FacilitiesPlacementUnknown, FacilitiesWithPj, PjMissingCount, PjUnknown int
			PjMissing, FacilitiesShort                                              []struct{ Name string }
		}
		Provenance struct {
			Caveats []struct{ Code, TextEn string }
		}
	}
}

const klasterFields = `{ people inOneKlaster shared unplaced facilities klaster { klaster required gapAll gapAllMin gapAllMax unplacedAll facilitiesPossiblyShortCount availableAsn availableAll sharedAll facilitiesShortCount
	facilitiesWithoutStaffCount facilitiesPlacementUnknown facilitiesWithPj pjMissingCount pjUnknown pjMissing { name } facilitiesShort { name } } provenance { caveats { code textEn } } }`

func TestNobodyIsCountedTwice(t *testing.T) {
	w := newWorld(t, graph.Limits{}, village, twoShared)
	k := read[klasterAnswer](w, `{ workforceKlaster(within: "35.10") %s }`, klasterFields).WorkforceKlaster
	// Selatan 1+1+2+1+1+1+1+1 = 9, Utara 2: eleven people. Two serve two klaster, six serve
	// one (2 bidan, dokter, administrasi, kesling, apoteker), three are placed in none.
	if got := fmt.Sprint(k.People, k.InOneKlaster, k.Shared, k.Unplaced, k.Facilities); got != "11 6 2 3 3" {
		t.Errorf("people, in one, shared, unplaced, facilities: %s", got)
	}
	var got []string
	sum := 0.0
	for _, r := range k.Klaster {
		sum += r.AvailableAll
		got = append(got, fmt.Sprint(r.Klaster, " need ", num(r.Required), " asn ", r.AvailableAsn, " all ", r.AvailableAll, " shared ", r.SharedAll, " gap ", num(r.GapAll), " ", num(r.GapAllMin), "-", num(r.GapAllMax), " of ", r.UnplacedAll, " short ", r.FacilitiesShortCount, "+", r.FacilitiesPossiblyShortCount,
			" empty ", r.FacilitiesWithoutStaffCount, " unplaced ", r.FacilitiesPlacementUnknown, " pj ", r.FacilitiesWithPj, "/", r.PjMissingCount, "/", r.PjUnknown, " ", r.PjMissing))
	}
	want := []string{
		"KLASTER_1 need - asn 1 all 1 shared 0 gap - --- of 0 short 0+0 empty 0 unplaced 2 pj 1/0/2 []",
		// 1 perawat + 1 + 2 bidan. Need 4 bidan in each of three: Selatan has 3, Utara none; Kota is
		// unknown. One perawat of Selatan is placed in no klaster, and no bidan.
		"KLASTER_2 need 12 asn 3 all 4 shared 2 gap 5 5-5 of 1 short 2+0 empty 0 unplaced 2 pj 1/0/2 []",
		// the shared perawat + dokter. Need 2 perawat each: Selatan has 1 and one placed in no
		// klaster, Utara two placed in none: whether anybody lacks, the list does not say.
		"KLASTER_3 need 6 asn 2 all 2 shared 1 gap - 0-3 of 3 short 0+2 empty 0 unplaced 2 pj 1/0/2 []",
		// the shared bidan + kesling. Utara lacks its kesling. Nobody leads it at Selatan, which names leads of others.
		"KLASTER_4 need 3 asn 1 all 2 shared 1 gap 1 1-1 of 0 short 1+0 empty 0 unplaced 2 pj 0/1/2 [{Selatan}]",
		"KLASTER_5 need - asn 1 all 1 shared 0 gap - --- of 0 short 0+0 empty 0 unplaced 2 pj 0/1/2 [{Selatan}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Row by row 1+4+2+2+1 = 10 = 6 in one + 2 x 2 shared: two more than there are.
	if sum != 10 || sum != k.InOneKlaster+2*k.Shared {
		t.Errorf("rows of klaster add up to %v", sum)
	}
	hasCaveats(t, k.Provenance.Caveats, "SHARED_STAFF", "AT_UNNAMED_PUSTU", "STAFF_UNKNOWN", "KLASTER_UNKNOWN")
	// The gaps' totals know of the same eleven, whichever way the rows are cut.
	for _, by := range []string{"PROFESSION", "FACILITY", "KECAMATAN", "KABUPATEN_KOTA", "KLASTER", "KLASTER, PROFESSION", "FACILITY, PROFESSION"} {
		a := read[staffAnswer](w, `{ workforceGaps(within: "35.10", kind: [PUSKESMAS], groupBy: [%s]) %s }`, by, staffFields)
		if a.WorkforceGaps.Totals.AvailableAll != 11 {
			t.Errorf("by %s: %v people", by, a.WorkforceGaps.Totals.AvailableAll)
		}
	}
}

// Random placements: SQL and the sums above against counting people one by one.
func TestKlasterAgainstPersons(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 8))
	five := []string{"KLASTER_1", "KLASTER_2", "KLASTER_3", "KLASTER_4", "KLASTER_5"}
	type person struct{ klaster, pj []string }
	people, listed := map[int][]person{}, map[int]bool{}
	var sql strings.Builder
	for i := range 30 {
		id := 100 + i
		fmt.Fprintf(&sql, `insert into data.facility (id, kind, name, name_fold, declared_desa, location_quality, known_from, source_id)
			overriding system value values (%d, 'PUSKESMAS', 'F%[1]d', 'f', '35.10.02.200%[2]d', 'NONE', '2020-01-01', 2);`, id, 1+rnd.IntN(4))
		for j := range rnd.IntN(7) {
			p := person{}
			for _, k := range five {
				if rnd.IntN(3) == 0 {
					p.klaster = append(p.klaster, k)
					if rnd.IntN(4) == 0 {
						p.pj = append(p.pj, k)
					}
				}
			}
			n := rnd.IntN(4)
			listed[id] = true
			for range n {
				people[id] = append(people[id], p)
			}
			fmt.Fprintf(&sql, `insert into data.staff_count (facility_id, unit, profession, status, klaster, klaster_pj, people, period, source_id)
				values (%d, 'u%[1]d-%[2]d', 'BIDAN', 'PNS', '{%[3]s}', '{%[4]s}', %[5]d, '2024-06-01', 5);`, id, j, strings.Join(p.klaster, ","), strings.Join(p.pj, ","), n)
		}
	}
	// The kabupaten asks for bidan per klaster: one in the first up to five in the fifth.
	sql.WriteString(`insert into data.standard (id, title, regulation, wilayah, confidence, source) values ('perbup', 'Tenaga per klaster', 'Perbup (rekaan)', '35.10', 'VERIFIED', 'made up');`)
	for i, k := range five {
		fmt.Fprintf(&sql, "insert into data.standard_row (standard, facility_kind, klaster, profession, required) values ('perbup', 'PUSKESMAS', '%s', 'BIDAN', %d);", k, i+1)
	}
	w := newWorld(t, graph.Limits{}, village, sql.String())
	k := read[klasterAnswer](w, `{ workforceKlaster(within: "35.10.02") %s }`, klasterFields).WorkforceKlaster
	var all, one, shared, none int
	for _, list := range people {
		for _, p := range list {
			all++
			switch len(p.klaster) {
			case 0:
				none++
			case 1:
				one++
			default:
				shared++
			}
		}
	}
	if fmt.Sprint(k.People, k.InOneKlaster, k.Shared, k.Unplaced) != fmt.Sprint(all, one, shared, none) || shared == 0 || none == 0 {
		t.Errorf("%v %v %v %v, one by one %d %d %d %d", k.People, k.InOneKlaster, k.Shared, k.Unplaced, all, one, shared, none)
	}
	uncertain := 0
	for _, r := range k.Klaster {
		serve, led, missing, unknown := 0, 0, 0, 0
		least, most, short, possibly := 0, 0, 0, 0
		need := 1 + slices.Index(five, r.Klaster)
		for id := 100; id < 130; id++ {
			has, any := false, false
			placed, loose := 0, 0
			for _, p := range people[id] {
				if slices.Contains(p.klaster, r.Klaster) {
					serve++
					placed++
				}
				if len(p.klaster) == 0 {
					loose++
				}
				has = has || slices.Contains(p.pj, r.Klaster)
				any = any || len(p.pj) > 0
			}
			if listed[id] { // of others the staff are not known
				best, worst := need, 0 // over every number of the loose who may serve it
				for n := range loose + 1 {
					gap := max(0, need-placed-n)
					best, worst = min(best, gap), max(worst, gap)
				}
				least, most = least+best, most+worst
				if best > 0 {
					short++
				} else if worst > 0 {
					possibly++
				}
			}
			switch {
			case has:
				led++
			case any:
				missing++
			default:
				unknown++
			}
		}
		if fmt.Sprint(r.AvailableAll, r.FacilitiesWithPj, r.PjMissingCount, r.PjUnknown) != fmt.Sprint(serve, led, missing, unknown) || led*missing*unknown == 0 {
			t.Errorf("%s: %v %d %d %d, one by one %d %d %d %d", r.Klaster, r.AvailableAll, r.FacilitiesWithPj, r.PjMissingCount, r.PjUnknown, serve, led, missing, unknown)
		}
		gap := fmt.Sprint(least)
		if least != most {
			gap = "-"
			uncertain++
		}
		if fmt.Sprint(num(r.GapAll), num(r.GapAllMin), num(r.GapAllMax), r.FacilitiesShortCount, r.FacilitiesPossiblyShortCount) != fmt.Sprint(gap, fmt.Sprint(least), fmt.Sprint(most), short, possibly) {
			t.Errorf("%s: gap %s %s-%s, short %d+%d; one by one %d-%d, %d+%d", r.Klaster, num(r.GapAll), num(r.GapAllMin), num(r.GapAllMax),
				r.FacilitiesShortCount, r.FacilitiesPossiblyShortCount, least, most, short, possibly)
		}
	}
	if uncertain == 0 {
		t.Error("no gap depends on whom the unplaced serve: the test shows nothing")
	}
}
