package workforce_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jangkau/gis"
	"jangkau/gis/workforce"
)

func ptr[T any](v T) *T { return &v }

func row(kind gis.FacilityKind, c *gis.AreaCategory, ri *bool, profession string, n float64) gis.StandardRow {
	return gis.StandardRow{FacilityKind: kind, AreaCategory: c, RawatInap: ri, Profession: gis.Profession{Code: profession}, Required: n}
}

func standard(id string, of func(*gis.Standard)) *gis.Standard {
	s := &gis.Standard{ID: id, Rule: gis.ByStandard, Rows: []gis.StandardRow{row(gis.KindPuskesmas, nil, nil, "BIDAN", 1)}}
	of(s)
	return s
}

// Which standard applies: by the narrowest wilayah, then force, then age, then rank.
func TestWhichStandard(t *testing.T) {
	all := []*gis.Standard{
		standard("old", func(s *gis.Standard) { s.Revoked, s.Rank = true, 99 }),
		standard("2019", func(s *gis.Standard) {
			s.ValidFrom, s.ValidTo = ptr(gis.Date("2019-10-01")), ptr(gis.Date("2024-12-24"))
		}),
		standard("2024", func(s *gis.Standard) { s.ValidFrom = ptr(gis.Date("2024-12-24")) }),
		standard("jatim", func(s *gis.Standard) { s.WilayahCode = ptr(gis.WilayahCode("35")) }),
		standard("banyuwangi", func(s *gis.Standard) {
			s.WilayahCode, s.ValidFrom = ptr(gis.WilayahCode("35.10")), ptr(gis.Date("2022-01-01"))
		}),
		standard("pustu of Banyuwangi", func(s *gis.Standard) {
			s.WilayahCode, s.Rows = ptr(gis.WilayahCode("35.10")), []gis.StandardRow{row(gis.KindPustu, nil, nil, "BIDAN", 1)}
		}),
	}
	for _, c := range []struct {
		area  gis.WilayahCode
		day   gis.Date
		named *string
		want  map[gis.WilayahCode]string // of puskesmas, by scope
	}{
		{"74.10", "2018-01-01", nil, map[gis.WilayahCode]string{"": "old"}},
		{"74.10", "2024-12-23", nil, map[gis.WilayahCode]string{"": "2019"}},
		{"74.10", "2024-12-24", nil, map[gis.WilayahCode]string{"": "2024"}},
		{"35.10.02", "2021-06-01", nil, map[gis.WilayahCode]string{"": "2019", "35": "jatim", "35.10": "jatim"}},
		{"35.10", "2025-01-01", nil, map[gis.WilayahCode]string{"": "2024", "35": "jatim", "35.10": "banyuwangi"}},
		{"35", "2025-01-01", ptr("old"), map[gis.WilayahCode]string{"": "old"}},
	} {
		r, err := workforce.NewRules(all, gis.ByStandard, c.named, c.day)
		if err != nil {
			t.Fatal(err)
		}
		got := map[gis.WilayahCode]string{}
		for _, n := range r.Standard(c.area).ByClass {
			if n.Kind == gis.KindPuskesmas {
				got[n.Scope] = n.Standard
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s on %s: %v, want %v", c.area, c.day, got, c.want)
		}
		for scope, want := range c.want {
			if got[scope] != want {
				t.Errorf("%s on %s, scope %q: %q, want %q", c.area, c.day, scope, got[scope], want)
			}
		}
	}
	for named, kind := range map[string]gis.ErrorKind{"nobody's": gis.NotFound, "2024": gis.Invalid} {
		if _, err := workforce.NewRules(all, gis.ByRatio, &named, "2025-01-01"); gis.KindOf(err) != kind {
			t.Errorf("%s as a ratio: %v", named, err)
		}
	}
}

// What is not known of a facility gives the least and the most over all that it may be;
// the twin asks the same of every facility whose traits are known.
func TestUnknownTraits(t *testing.T) {
	cs := []gis.AreaCategory{gis.Perkotaan, gis.Perdesaan, gis.Terpencil, gis.SangatTerpencil}
	rnd := rand.New(rand.NewPCG(9, 9))
	ranges := 0
	for range 300 {
		s := standard("x", func(s *gis.Standard) { s.Rows = nil })
		for range 1 + rnd.IntN(12) {
			var c *gis.AreaCategory
			var ri *bool
			if rnd.IntN(3) > 0 {
				c = &cs[rnd.IntN(4)]
			}
			if rnd.IntN(2) > 0 {
				ri = ptr(rnd.IntN(2) == 0)
			}
			fresh := row(gis.KindPuskesmas, c, ri, []string{"BIDAN", "PERAWAT"}[rnd.IntN(2)], float64(rnd.IntN(9)))
			dup := false
			for _, r := range s.Rows {
				dup = dup || r.Profession == fresh.Profession && same(r.AreaCategory, c) && same(r.RawatInap, ri)
			}
			if !dup {
				s.Rows = append(s.Rows, fresh)
			}
		}
		r, err := workforce.NewRules([]*gis.Standard{s}, gis.ByStandard, nil, "2025-01-01")
		if err != nil {
			t.Fatal(err)
		}
		// need of a profession in a class; none of it is asked where the class has no row
		type class struct {
			c  gis.AreaCategory
			ri string
			p  string
		}
		name := func(b *bool) string {
			if b == nil {
				return "?"
			}
			return map[bool]string{true: "yes", false: "no"}[*b]
		}
		got := map[class][2]float64{}
		for _, n := range r.Standard("35").ByClass {
			got[class{n.Category, name(n.RawatInap), n.Profession}] = [2]float64{n.Min, n.Max}
		}
		for _, p := range []string{"BIDAN", "PERAWAT"} {
			for _, c := range append([]gis.AreaCategory{""}, cs...) {
				for _, ri := range []string{"?", "yes", "no"} {
					lo, hi := 1e9, -1.0
					for _, c2 := range cs {
						for _, ri2 := range []string{"yes", "no"} {
							if (c == "" || c == c2) && (ri == "?" || ri == ri2) {
								// The row that says most, by going through them all.
								v, says := 0.0, -1
								for _, row := range s.Rows {
									if row.Profession.Code != p || row.AreaCategory != nil && *row.AreaCategory != c2 || row.RawatInap != nil && name(row.RawatInap) != ri2 {
										continue
									}
									n := 0
									if row.AreaCategory != nil {
										n += 2
									}
									if row.RawatInap != nil {
										n++
									}
									if n > says {
										v, says = row.Required, n
									}
								}
								lo, hi = min(lo, v), max(hi, v)
							}
						}
					}
					if g := got[class{c, ri, p}]; g != [2]float64{lo, hi} {
						t.Fatalf("%s %s %s: %v, want %v %v of %+v", p, c, ri, g, lo, hi, s.Rows)
					}
					if lo < hi {
						ranges++
					}
				}
			}
		}
	}
	if ranges < 300 {
		t.Errorf("only %d needs were a range", ranges)
	}
}

func same[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func TestRatio(t *testing.T) {
	r, err := workforce.NewRules([]*gis.Standard{{ID: "r", Rule: gis.ByRatio, Ratios: []gis.RatioRow{
		{Profession: gis.Profession{Code: "DOKTER"}, Required: 45, PerPeople: 100_000}, {Profession: gis.Profession{Code: "BIDAN"}, Required: 1, PerPeople: 2_500},
	}}}, gis.ByRatio, nil, "2025-01-01")
	if err != nil {
		t.Fatal(err)
	}
	n := r.Ratio([]gis.WorkforceTraits{
		{Facility: 1, Kind: gis.KindPuskesmas, People: ptr(30_000.0)}, {Facility: 2, Kind: gis.KindPuskesmas}, {Facility: 3, Kind: gis.KindPustu, People: ptr(1.0)},
	}, gis.RoundUp)
	// 30,000 x 45 / 100,000 = 13.5; 30,000 / 2,500 = 12. Nothing for whom nobody knows the people.
	if len(n.ByFacility) != 2 || n.ByFacility[0].Exact != 13.5 || n.ByFacility[0].Required != 14 || n.ByFacility[1].Required != 12 {
		t.Errorf("%+v", n.ByFacility)
	}
}

// A facility's volumes against a rule: its own norm goes first, what the list leaves out
// is known and not counted, and an activity nobody gave a volume for is told.
func TestLoadOfAFacility(t *testing.T) {
	rule := &gis.Standard{ID: "abk", Rule: gis.ByWorkload, WKTMinutes: ptr(72_000.0)}
	for code, norm := range map[string]float64{"ANC": 20, "KB": 15, "POSYANDU": 240} {
		rule.Activities = append(rule.Activities, gis.WorkloadActivity{Profession: gis.Profession{Code: "BIDAN"}, Code: code, Kind: gis.ActivityMain, NormMinutes: ptr(norm)})
	}
	rule.Activities = append(rule.Activities, gis.WorkloadActivity{Profession: gis.Profession{Code: "BIDAN"}, Code: "RAPAT", Kind: gis.ActivitySupport, Percent: ptr(10.0)})
	r, err := workforce.NewRules([]*gis.Standard{rule}, gis.ByWorkload, nil, "2025-01-01")
	if err != nil {
		t.Fatal(err)
	}
	volume := func(code string, v float64) gis.WorkloadVolume {
		return gis.WorkloadVolume{Profession: "BIDAN", Activity: code, Volume: v, Counted: true}
	}
	whole := gis.WorkforceTraits{Facility: 1, Kind: gis.KindPuskesmas, Volumes: []gis.WorkloadVolume{volume("ANC", 3600), volume("KB", 2400), volume("POSYANDU", 150)}}
	left := gis.WorkforceTraits{Facility: 2, Kind: gis.KindPuskesmas, Volumes: []gis.WorkloadVolume{volume("ANC", 3600), volume("KB", 2400), volume("POSYANDU", 150)}}
	left.Volumes[2].Counted = false        // 1.5 / 0.9
	left.Volumes[1].NormMinutes = ptr(7.5) // 1.25 / 0.9
	part := gis.WorkforceTraits{Facility: 3, Kind: gis.KindPuskesmas, Volumes: []gis.WorkloadVolume{volume("ANC", 3600)}}
	n := r.ByLoad([]gis.WorkforceTraits{whole, left, part, {Facility: 4, Kind: gis.KindPuskesmas}}, nil, gis.RoundNone)
	if len(n.ByFacility) != 3 || n.Incomplete != 1 || n.ByFacility[0].AtLeast || n.ByFacility[1].AtLeast || !n.ByFacility[2].AtLeast {
		t.Fatalf("%+v", n)
	}
	if got := fmt.Sprint(n.Missing); got != "[{BIDAN KB 1} {BIDAN POSYANDU 1}]" {
		t.Errorf("missing volumes: %s", got)
	}
	for i, want := range []float64{2 / 0.9, 1.25 / 0.9, 1 / 0.9} {
		if d := n.ByFacility[i].Exact - want; d > 1e-9 || d < -1e-9 {
			t.Errorf("facility %d: %v, want %v", i+1, n.ByFacility[i].Exact, want)
		}
	}
	if twice := r.ByLoad([]gis.WorkforceTraits{whole}, ptr(36_000.0), gis.RoundNearest); twice.ByFacility[0].Required != 4 {
		t.Errorf("half the working time: %+v", twice)
	}
	if err := workforce.CheckLoad(rule); err != nil {
		t.Errorf("a good rule: %v", err)
	}
	// A rule that leaves no time leaves its own pair out, and no other.
	rule.Activities[len(rule.Activities)-1].Percent = ptr(100.0)
	good := gis.WorkloadActivity{Profession: gis.Profession{Code: "PERAWAT"}, Code: "POLI", Kind: gis.ActivityMain, NormMinutes: ptr(10.0)}
	rule.Activities = append(rule.Activities, good)
	whole.Volumes = append(whole.Volumes, gis.WorkloadVolume{Profession: "PERAWAT", Activity: "POLI", Volume: 7200, Counted: true})
	n = r.ByLoad([]gis.WorkforceTraits{whole, part}, nil, gis.RoundNone)
	if len(n.ByFacility) != 1 || n.ByFacility[0].Profession != "PERAWAT" || len(n.Failed) != 1 || fmt.Sprint(n.Failed[0].Facilities) != "[1 3]" ||
		n.Failed[0].Profession != "BIDAN" || !strings.Contains(n.Failed[0].Why.EN, "at or over 100 %") {
		t.Errorf("no time left: %+v", n)
	}
	if err := workforce.CheckLoad(rule); gis.KindOf(err) != gis.Invalid {
		t.Errorf("a rule without time left: %v", err)
	}
}

// A kabupaten's rule of one line overrides that line alone; what it overrode is told. The
// twin asks, for each profession by itself, the rules one after the other.
func TestALocalRuleOverridesOnlyWhatItStates(t *testing.T) {
	national := standard("national", func(s *gis.Standard) {
		s.Rows = []gis.StandardRow{row(gis.KindPuskesmas, nil, nil, "BIDAN", 4), row(gis.KindPuskesmas, nil, nil, "PERAWAT", 5), row(gis.KindPustu, nil, nil, "BIDAN", 1)}
	})
	older := standard("older", func(s *gis.Standard) {
		s.ValidFrom, s.Revoked = ptr(gis.Date("1999-01-01")), true
		s.Rows = []gis.StandardRow{row(gis.KindPuskesmas, nil, nil, "DUKUN", 1)} // gone with its regulation
	})
	provinsi := standard("provinsi", func(s *gis.Standard) {
		s.WilayahCode, s.Rows = ptr(gis.WilayahCode("35")), []gis.StandardRow{row(gis.KindPuskesmas, nil, nil, "PERAWAT", 6)}
	})
	local := standard("local", func(s *gis.Standard) {
		s.WilayahCode, s.Rows = ptr(gis.WilayahCode("35.10")), []gis.StandardRow{row(gis.KindPuskesmas, nil, nil, "PERAWAT", 7), row(gis.KindPuskesmas, nil, nil, "GIZI", 2)}
	})
	r, err := workforce.NewRules([]*gis.Standard{national, older, provinsi, local}, gis.ByStandard, nil, "2025-01-01")
	if err != nil {
		t.Fatal(err)
	}
	n := r.Standard("35.10")
	got := map[string]string{}
	for _, c := range n.ByClass {
		if c.Category == "" && c.RawatInap == nil {
			got[fmt.Sprint(c.Scope, " ", c.Kind, " ", c.Profession)] = fmt.Sprint(c.Standard, " ", c.Min)
		}
	}
	want := map[string]string{}
	for scope, order := range map[string][]*gis.Standard{"": {national}, "35": {provinsi, national}, "35.10": {local, provinsi, national}} {
		for _, kind := range gis.FacilityKinds {
			for _, p := range []string{"BIDAN", "PERAWAT", "GIZI", "DUKUN"} {
				for _, s := range slices.Backward(order) {
					for _, row := range s.Rows {
						if row.FacilityKind == kind && row.Profession.Code == p {
							want[fmt.Sprint(scope, " ", kind, " ", p)] = fmt.Sprint(s.ID, " ", row.Required)
						}
					}
				}
			}
		}
	}
	if !maps.Equal(got, want) || got["35.10 PUSKESMAS BIDAN"] != "national 4" || len(want) != 10 {
		t.Errorf("\ngot  %v\nwant %v", got, want)
	}
	if o := fmt.Sprint(n.Overrides); o != "[{local provinsi PUSKESMAS [PERAWAT]}]" {
		t.Errorf("overrides: %s", o)
	}
	// By workload and by ratio it is the same.
	main := func(p string, norm float64) gis.WorkloadActivity {
		return gis.WorkloadActivity{Profession: gis.Profession{Code: p}, Code: "A", Kind: gis.ActivityMain, NormMinutes: &norm}
	}
	loads := []*gis.Standard{
		{ID: "national", Rule: gis.ByWorkload, WKTMinutes: ptr(72_000.0), Activities: []gis.WorkloadActivity{main("BIDAN", 20), main("PERAWAT", 20)}},
		{ID: "local", Rule: gis.ByWorkload, WKTMinutes: ptr(72_000.0), WilayahCode: ptr(gis.WilayahCode("35.10")), Activities: []gis.WorkloadActivity{main("PERAWAT", 40)}},
	}
	ratios := []*gis.Standard{
		{ID: "national", Rule: gis.ByRatio, Ratios: []gis.RatioRow{{Profession: gis.Profession{Code: "BIDAN"}, Required: 1, PerPeople: 1}, {Profession: gis.Profession{Code: "PERAWAT"}, Required: 1, PerPeople: 1}}},
		{ID: "local", Rule: gis.ByRatio, WilayahCode: ptr(gis.WilayahCode("35.10")), Ratios: []gis.RatioRow{{Profession: gis.Profession{Code: "PERAWAT"}, Required: 2, PerPeople: 1}}},
	}
	var where []gis.WorkforceTraits
	for i, w := range []gis.WilayahCode{"35.10.01.2001", "35.11.01.2001"} {
		where = append(where, gis.WorkforceTraits{Facility: int64(i), Kind: gis.KindPuskesmas, Wilayah: w, People: ptr(1.0), Volumes: []gis.WorkloadVolume{
			{Profession: "BIDAN", Activity: "A", Volume: 3600, Counted: true}, {Profession: "PERAWAT", Activity: "A", Volume: 3600, Counted: true},
		}})
	}
	for rule, all := range map[gis.WorkforceRule][]*gis.Standard{gis.ByWorkload: loads, gis.ByRatio: ratios} {
		r, err := workforce.NewRules(all, rule, nil, "2025-01-01")
		if err != nil {
			t.Fatal(err)
		}
		n := r.Ratio(where, gis.RoundNone)
		if rule == gis.ByWorkload {
			n = r.ByLoad(where, nil, gis.RoundNone)
		}
		got := ""
		for _, f := range n.ByFacility {
			got += fmt.Sprint(f.Facility, " ", f.Profession, " ", f.Standard, " ", f.Exact, "; ")
		}
		if want := "0 BIDAN national 1; 0 PERAWAT local 2; 1 BIDAN national 1; 1 PERAWAT national 1; "; got != want || fmt.Sprint(n.Overrides) != "[{local national PUSKESMAS [PERAWAT]}]" {
			t.Errorf("%s: %s, want %s; %v", rule, got, want, n.Overrides)
		}
	}
}

// A need that is known from below alone finds gaps and no surplus: nobody gives a post on it.
func TestANeedWithoutAMost(t *testing.T) {
	for _, c := range []struct {
		min, all float64
		want     gis.VerdictStatus
	}{{5, 3, gis.VerdictGap}, {5, 5, gis.NeedUnknown}, {5, 50, gis.NeedUnknown}} {
		cell := gis.WorkforceCell{Facility: 1, Profession: "BIDAN", Min: &c.min, All: c.all, Known: true}
		v := workforce.Judge(&cell)
		if v.Status != c.want || v.Required != nil || v.SurplusAll != nil || v.RequiredMin == nil || v.RequiredMax != nil {
			t.Errorf("%+v: %+v", c, v)
		}
		p := workforce.Posts(gis.WorkforceCells{Professions: []gis.Profession{{Code: "BIDAN"}}, Cells: []gis.WorkforceCell{cell}}, nil)
		if len(p.From) != 0 || p.NotCompared != 1 {
			t.Errorf("%+v: %+v", c, p)
		}
	}
}
