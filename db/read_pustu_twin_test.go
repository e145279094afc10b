package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
)

// pustuWorld is everything that the four rules look at, as plain Go values. Days are
// YYYY-MM-DD and compare as text; "" is a day that is not given.
type pustuWorld struct {
	desa       []string
	facilities []pustuFacility
	registers  []pustuRegister
	equivalent map[string][]string // kabupaten, "" for the ordinary list
}

type pustuFacility struct {
	kind, declared, located string
	status, condition       string
	knownFrom, closed       string
	states                  []pustuState
	serves                  []string
	staff                   []pustuStaff
}

type pustuState struct{ from, status, condition string }

type pustuStaff struct {
	period, profession string
	people             int
}

type pustuRegister struct {
	kind, wilayah, asOf string
	complete            bool
}

// desa is where it counts: as declared, else where it lies.
func (f pustuFacility) desa() string {
	if f.declared != "" {
		return f.declared
	}
	return f.located
}

// on is its status and condition on a day; false where it does not stand then.
func (f pustuFacility) on(day string) (status, condition string, stands bool) {
	status, condition = f.status, f.condition
	latest := ""
	for _, s := range f.states {
		if s.from <= day && s.from > latest {
			latest, status, condition = s.from, s.status, s.condition
		}
	}
	return status, condition, f.knownFrom <= day && (f.closed == "" || f.closed > day) && status != "CLOSED"
}

// staffed is whether it has 1 perawat and 1 bidan by its latest period up to a day;
// known false where nothing is known of its staff.
func (f pustuFacility) staffed(day string) (enough, known bool) {
	latest := ""
	for _, s := range f.staff {
		if s.period <= day {
			latest = max(latest, s.period)
		}
	}
	people := map[string]int{}
	for _, s := range f.staff {
		if s.period == latest {
			people[s.profession] += s.people
		}
	}
	return people["PERAWAT"] >= 1 && people["BIDAN"] >= 1, latest != ""
}

// register is the earliest day of the complete registers of a kind that hold the
// desa; "" where there is none.
func (w pustuWorld) register(kind, desa, day string) string {
	first := ""
	for _, area := range []string{desa, desa[:8], desa[:5], desa[:2]} {
		var latest pustuRegister
		for _, r := range w.registers {
			if r.kind == kind && r.wilayah == area && r.asOf <= day && r.asOf > latest.asOf {
				latest = r
			}
		}
		if latest.complete && (first == "" || latest.asOf < first) {
			first = latest.asOf
		}
	}
	return first
}

// rules answers BUILDING, EQUIVALENT, SERVED and FUNCTIONAL for one desa.
func (w pustuWorld) rules(desa, day string) (out [4]string) {
	kinds := w.equivalent[desa[:5]]
	if kinds == nil {
		kinds = w.equivalent[""]
	}
	var building, equivalent, served, works, unsure, areaUnknown, kabupatenHasAreas bool
	for _, f := range w.facilities {
		if f.kind == "PUSTU" && slices.ContainsFunc(f.serves, func(d string) bool { return d[:5] == desa[:5] }) {
			kabupatenHasAreas = true
		}
		status, condition, stands := f.on(day)
		if !stands {
			continue
		}
		if f.kind == "PUSTU" && slices.Contains(f.serves, desa) {
			served = true
		}
		if f.desa() != desa {
			continue
		}
		equivalent = equivalent || slices.Contains(kinds, f.kind)
		if f.kind != "PUSTU" {
			continue
		}
		building = true
		areaUnknown = areaUnknown || len(f.serves) == 0
		able := status != "NOT_OPERATING" && condition != "RUSAK_BERAT"
		enough, known := f.staffed(day)
		works = works || able && enough
		unsure = unsure || able && !known
	}
	answer := func(has, known bool) string {
		switch {
		case has:
			return "HAS"
		case known:
			return "LACKS"
		}
		return "UNKNOWN"
	}
	whole := w.register("PUSTU", desa, day) != ""
	all := true
	for _, k := range kinds {
		all = all && w.register(k, desa, day) != ""
	}
	out[0] = answer(building, whole)
	out[1] = answer(equivalent, all)
	out[2] = answer(served, whole && kabupatenHasAreas && !areaUnknown)
	// There may be another pustu that works where the list is not whole.
	out[3] = answer(works, whole && !unsure)
	return out
}

func randomPustuWorld(seed uint64) pustuWorld {
	rnd := rand.New(rand.NewPCG(seed, 17))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	day := func() string { return fmt.Sprintf("202%d-0%d-01", 1+rnd.IntN(5), 1+rnd.IntN(9)) }
	w := pustuWorld{equivalent: map[string][]string{"": {"PUSTU", "PONKESDES", "POSKESDES", "POLINDES", "PKD"}, "35.11": {"PUSTU", "POSYANDU"}}}
	for _, kab := range []string{"35.10", "35.11", "35.12"} {
		for kec := range 3 {
			for n := range 7 {
				w.desa = append(w.desa, fmt.Sprintf("%s.%02d.%d%03d", kab, kec+1, 1+n%3, n+1))
			}
		}
	}
	areas := []string{"35", "35.10", "35.11", "35.12"}
	for _, d := range w.desa {
		areas = append(areas, d, d[:8])
	}
	seen := map[string]bool{}
	for range 60 {
		r := pustuRegister{pick("PUSTU", "PUSTU", "POSYANDU", "PONKESDES", "POSKESDES", "POLINDES", "PKD"), pick(areas...), day(), rnd.IntN(4) > 0}
		if key := r.kind + r.wilayah + r.asOf; !seen[key] {
			seen[key] = true
			w.registers = append(w.registers, r)
		}
	}
	for _, k := range []string{"PONKESDES", "POSKESDES", "POLINDES", "PKD", "POSYANDU"} { // or hardly any desa would lack an equivalent
		w.registers = append(w.registers, pustuRegister{k, "35", "2022-02-02", true})
	}
	for range 70 {
		f := pustuFacility{
			kind: pick("PUSTU", "PUSTU", "PUSTU", "POLINDES", "POSYANDU", "PUSKESMAS"), declared: pick(w.desa...), located: pick(w.desa...),
			status: pick("OPEN", "OPEN", "UNKNOWN", "NOT_OPERATING", "CLOSED"), condition: pick("", "BAIK", "RUSAK_SEDANG", "RUSAK_BERAT"),
			knownFrom: day(), closed: pick("", "", "", day()),
		}
		switch rnd.IntN(3) {
		case 0:
			f.declared = ""
		case 1:
			f.located = ""
		}
		for _, from := range []string{"2022-05-05", "2023-05-05", "2024-05-05"} {
			if rnd.IntN(4) == 0 {
				f.states = append(f.states, pustuState{from, pick("OPEN", "CLOSED", "NOT_OPERATING", "UNKNOWN"), pick("", "BAIK", "RUSAK_BERAT")})
			}
		}
		for range rnd.IntN(4) {
			if d := pick(w.desa[:42]...); !slices.Contains(f.serves, d) { // 35.12 has no service areas
				f.serves = append(f.serves, d)
			}
		}
		for _, period := range []string{"2022-01-01", "2023-12-31", "2024-06-01"} {
			for _, p := range []string{"PERAWAT", "BIDAN", "DOKTER"} {
				if rnd.IntN(3) > 0 {
					f.staff = append(f.staff, pustuStaff{period, p, rnd.IntN(4)})
				}
			}
		}
		w.facilities = append(w.facilities, f)
	}
	return w
}

// sql puts the world into the tables.
func (w pustuWorld) sql() string {
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+";\n", args...) }
	null := func(s string) string {
		if s == "" {
			return "null"
		}
		return "'" + s + "'"
	}
	put(`insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now())`)
	known := map[string]bool{}
	for _, d := range w.desa {
		for _, a := range []struct{ code, level string }{{d[:2], "PROVINSI"}, {d[:5], "KABUPATEN_KOTA"}, {d[:8], "KECAMATAN"}, {d, "DESA_KELURAHAN"}} {
			if !known[a.code] {
				known[a.code] = true
				put(`insert into data.wilayah (code, level, boundary_quality, source_id) values ('%s', '%s', 'NONE', 1)`, a.code, a.level)
			}
		}
	}
	put(`delete from data.pustu_equivalent`)
	for kab, kinds := range w.equivalent {
		for _, k := range kinds {
			put(`insert into data.pustu_equivalent (kabupaten, kind, source) values ('%s', '%s', 'test')`, kab, k)
		}
	}
	for _, r := range w.registers {
		put(`insert into data.register (kind, wilayah, completeness, as_of, source_id) values ('%s', '%s', '%s', '%s', 1)`,
			r.kind, r.wilayah, map[bool]string{true: "COMPLETE", false: "PARTIAL"}[r.complete], r.asOf)
	}
	for i, f := range w.facilities {
		put(`insert into data.facility (id, kind, name, name_fold, declared_desa, located_desa, location_quality, status, condition, known_from, closed, source_id)
			overriding system value values (%d, '%s', 'f', 'f', %s, %s, 'NONE', '%s', %s, '%s', %s, 1)`,
			i+1, f.kind, null(f.declared), null(f.located), f.status, null(f.condition), f.knownFrom, null(f.closed))
		for _, s := range f.states {
			put(`insert into data.facility_state (facility_id, valid_from, status, condition, source_id) values (%d, '%s', '%s', %s, 1)`, i+1, s.from, s.status, null(s.condition))
		}
		for _, d := range f.serves {
			put(`insert into data.facility_service_area (facility_id, desa, source_id) values (%d, '%s', 1)`, i+1, d)
		}
		for _, s := range f.staff {
			put(`insert into data.staff_count (facility_id, unit, profession, status, people, period, source_id) values (%d, 'u%[1]d', '%s', 'PNS', %d, '%s', 1)`, i+1, s.profession, s.people, s.period)
		}
	}
	return b.String()
}

// The four rules in SQL against the plainest Go, desa by desa, on days before and
// after everything.
func TestDesaPustuAgainstPlainGo(t *testing.T) {
	ctx := t.Context()
	ownerURL, _ := dbtest.New(t, migrateTest)
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.Background())
	seen := map[string]int{}
	for seed := range uint64(8) {
		w := randomPustuWorld(seed)
		if _, err := owner.Exec(ctx, `truncate data.data_source, data.wilayah, data.facility restart identity cascade`); err != nil {
			t.Fatal(err)
		}
		if _, err := owner.Exec(ctx, w.sql()); err != nil {
			t.Fatal(err)
		}
		for _, day := range []string{"2020-12-31", "2022-05-05", "2023-05-04", "2024-06-01", "2030-01-01"} {
			rows, err := owner.Query(ctx, `select desa, building, equivalent, served, functional, coalesce(register_as_of::text, '') from api.desa_pustu('35', $1::text::date)`, day)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			var desa, register string
			var got [4]string
			_, err = pgx.ForEachRow(rows, []any{&desa, &got[0], &got[1], &got[2], &got[3], &register}, func() error {
				n++
				if want, reg := w.rules(desa, day), w.register("PUSTU", desa, day); got != want || register != reg {
					t.Errorf("seed %d, %s on %s: %v (register %q), want %v (%q)", seed, desa, day, got, register, want, reg)
				}
				for i, a := range got {
					seen[fmt.Sprint(i, a)]++
				}
				// Before any register nobody lacks anything.
				if day == "2020-12-31" && slices.Contains(got[:], "LACKS") {
					t.Errorf("%s lacks something before any register: %v", desa, got)
				}
				return nil
			})
			if err != nil || n != len(w.desa) {
				t.Fatalf("%d of %d desa: %v", n, len(w.desa), err)
			}
		}
	}
	for _, rule := range []int{0, 1, 2, 3} {
		for _, a := range []string{"HAS", "LACKS", "UNKNOWN"} {
			if seen[fmt.Sprint(rule, a)] < 20 {
				t.Errorf("rule %d was %s only %d times", rule, a, seen[fmt.Sprint(rule, a)])
			}
		}
	}
}
