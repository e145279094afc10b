package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db/dbtest"
	"jangkau/gis"
)

// The cells of need by class are those that come out where each facility's need is set
// against its staff: facilities of any class and of none, lists silent on a profession,
// pharmacists under either name, kader of posyandu, a standard by klaster.
func TestCellsByClassAgainstEachFacility(t *testing.T) {
	ctx := context.Background()
	owner, _ := dbtest.New(t, migrateTest)
	c, err := pgx.Connect(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(ctx) })
	exec := func(sql string) {
		t.Helper()
		if _, err := c.Exec(ctx, sql); err != nil {
			t.Fatalf("%v\n%s", err, sql)
		}
	}
	rnd := rand.New(rand.NewPCG(3, 11))
	pick := func(of ...string) string { return of[rnd.IntN(len(of))] }
	exec(`set search_path = api, data, public;
		insert into data.data_source (name, role, kind, imported_at) values ('x', 'FACILITIES', 'REAL', now()), ('s', 'STAFF', 'REAL', now()), ('s2', 'STAFF', 'REAL', now())`)
	for i := range 80 {
		exec(fmt.Sprintf(`insert into data.facility (kind, name, name_fold, location_quality, status, area_category, rawat_inap, known_from, source_id)
			values ('%s', 'f%d', 'f', 'NONE', 'OPEN', %s, %s, '2020-01-01', 1)`, pick("PUSKESMAS", "PUSKESMAS", "PUSTU", "POSYANDU", "KLINIK_PRATAMA"), i, pick("'PERKOTAAN'", "'PERDESAAN'", "null"), pick("true", "false", "null")))
	}
	for i := range 500 {
		exec(fmt.Sprintf(`insert into data.staff_count (facility_id, unit, profession, status, people, period, at_pustu, source_id) values (%d, 'u%d', '%s', '%s', %d, '%s', %v, %d)`,
			1+rnd.IntN(70), i, pick("PERAWAT", "BIDAN", "APOTEKER", "TTK", "KEFARMASIAN", "KADER", "GIZI", "KESLING"), pick("PNS", "NON_ASN_BLUD", "TIDAK_DIKETAHUI"), rnd.IntN(6), pick("2023-12-31", "2024-06-30", "2025-12-31"), rnd.IntN(6) == 0, 2+rnd.IntN(2)))
	}
	exec(`insert into data.posyandu_report (facility_id, period, kader, source_id) select id, '2024-01-01', id % 7, 1 from data.facility where kind = 'POSYANDU' and id % 3 > 0`)
	yes, no := true, false
	var need, byKlaster []gis.ClassNeed
	for _, kind := range []gis.FacilityKind{"PUSKESMAS", "PUSTU", "POSYANDU"} {
		for _, category := range []gis.AreaCategory{"PERKOTAAN", "PERDESAAN"} {
			for _, inap := range []*bool{nil, &yes, &no} {
				for _, p := range []string{"PERAWAT", "BIDAN", "KEFARMASIAN", "TTK", "KADER", "GIZI"} {
					lo := float64(rnd.IntN(4))
					n := gis.ClassNeed{Kind: kind, Category: category, RawatInap: inap, Standard: "x", Profession: p, Min: lo, Max: lo + float64(rnd.IntN(2)*rnd.IntN(3))}
					if rnd.IntN(3) > 0 {
						need = append(need, n)
					}
					for _, n.Klaster = range []gis.Klaster{"", "KLASTER_2", "KLASTER_3"} {
						if rnd.IntN(3) > 0 {
							byKlaster = append(byKlaster, n)
						}
					}
				}
			}
		}
	}
	for name, n := range map[string][]gis.ClassNeed{"by class": need, "by class and klaster": byKlaster, "none": nil} {
		for _, kinds := range [][]gis.FacilityKind{nil, {"PUSKESMAS", "PUSTU"}, {"POSYANDU", "PUSKESMAS", "KLINIK_PRATAMA"}} {
			for _, day := range []gis.Date{"2022-01-01", "2024-01-31", "2024-12-31", "2026-01-01"} {
				q := gis.WorkforceQuestion{Area: gis.Area{Within: gis.Indonesia}, Kinds: kinds, AsOf: day, Group: []gis.WorkforceGroup{gis.ByProfession}, Need: gis.WorkforceNeed{Rule: gis.ByStandard, ByClass: n}}
				b := &binds{}
				with := "with " + workforceFacilities(b, q) + "," + workforceRule(b, q) + ","
				var cells [2]int
				for i, pair := range [][2]string{{classCells(q), facedCells(b, q)}, {facedCells(b, q), classCells(q)}} {
					rows := func(cells string) string {
						return "(" + with + cells + ` select facility_id, profession, lo, hi, exact, required, asn, everyone, elsewhere, known, place, unmapped,
							gap_asn, gap_asn_lo, gap_asn_hi, gap_asn_least, gap_asn_most, gap_all, gap_lo, gap_hi, surplus_all from once)`
					}
					var amiss int
					if err := c.QueryRow(ctx, "select (select count(*) from "+rows(pair[0])+" n), (select count(*) from ("+rows(pair[0])+" except all "+rows(pair[1])+") d)", b.values...).Scan(&cells[i], &amiss); err != nil {
						t.Fatal(err)
					}
					if amiss > 0 {
						t.Errorf("%s, %v, %s: %d of %d cells are not those of the other way", name, kinds, day, amiss, cells[i])
					}
				}
				if cells[0] < 20 && (n != nil || day > "2024") {
					t.Errorf("%s, %v, %s: only %d cells", name, kinds, day, cells[0])
				}
			}
		}
	}
}
