package ingest_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jangkau/db"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

func loadStaff(t testing.TB, d *db.DB, o ingest.StaffOptions) ingest.Result {
	t.Helper()
	res, err := ingest.Staff(context.Background(), d.StartLoad, o)
	if err != nil {
		t.Fatalf("staff %s: %v", o.Path, err)
	}
	if res.Rows != res.Added+res.Changed+res.Unchanged+res.Rejected {
		t.Errorf("%s: rows do not add up: %s", o.Path, told(res))
	}
	return res
}

// belitungTimur is a list of its seven puskesmas, all perdesaan and without beds.
const belitungTimur = `kode_puskesmas,nama_faskes,jenis,kecamatan,kategori_wilayah,rawat_inap
P1906010201,Puskesmas Manggar,Puskesmas,Manggar,PERDESAAN,tidak
P1906020201,Puskesmas Mengkubang,Puskesmas,Damar,PERDESAAN,tidak
P1906030201,Puskesmas Kelapa Kampit,Puskesmas,Kelapa Kampit,PERDESAAN,tidak
P1906040201,Puskesmas Gantung,Puskesmas,Gantung,PERDESAAN,tidak
P1906050201,Puskesmas Renggiang,Puskesmas,Simpang Renggiang,PERDESAAN,tidak
P1906060201,Puskesmas Simpang Pesak,Puskesmas,Simpang Pesak,PERDESAAN,tidak
P1906070201,Puskesmas Dendang,Puskesmas,Dendang,PERDESAAN,tidak
`

// shortage lists the posts that a puskesmas lacks of the nine professions under
// the standard of 2014: "unit profession n", each facility on its own.
const shortage = `
	select f.name || ' ' || r.profession || ' ' || (r.required - coalesce(have.n, 0)) as post, r.required - coalesce(have.n, 0) as n
	from data.facility f
	join data.standard_row r on r.standard = 'permenkes-75-2014' and r.facility_kind = f.kind and r.area_category = f.area_category and r.rawat_inap = f.rawat_inap
	left join lateral (
		select sum(s.people) as n from data.staff_count s left join data.profession_part p on p.part = s.profession
		where s.facility_id = f.id and s.period = $1 and r.profession in (s.profession, p.whole)) have on true
	where f.kind = 'PUSKESMAS' and r.profession = any($2) and r.required > coalesce(have.n, 0)
	order by 1`

var nineProfessions = []string{"DOKTER", "DOKTER_GIGI", "PERAWAT", "BIDAN", "KESMAS", "KESLING", "ATLM", "GIZI", "KEFARMASIAN"}

func TestStaffOfBelitungTimur(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	fac := loadFacilities(t, d, ingest.FacilityOptions{Within: "19.06", Options: ingest.Options{Path: writeFile(t, "puskesmas.csv", belitungTimur), Vintage: onDay("2023-01-01")}})
	if n := number(t, d, `select count(*) from data.facility where kind = 'PUSKESMAS' and area_category = 'PERDESAAN' and not rawat_inap`); n != 7 {
		logIssues(t, fac)
		t.Fatalf("%d puskesmas", n)
	}
	o := ingest.StaffOptions{Within: "19.06", Options: ingest.Options{Path: realFile(t, "belitung-timur/sdmk_long.csv"), SourceName: "Profil Kesehatan", Vintage: onDay("2024-12-31")}}
	res := loadStaff(t, d, o)
	t.Log(told(res), res.Extra)
	logIssues(t, res, read.Suspicious, read.Rejected)
	if res.Report.TotalsChecked != 128 || res.Report.TotalsEqual != 128 {
		t.Errorf("%d printed totals checked, %d equal; want 128 and 128", res.Report.TotalsChecked, res.Report.TotalsEqual)
	}
	// What the table prints for the kabupaten, and no subtotal beside it.
	for _, want := range []struct {
		year, profession string
		people           int
	}{
		{"2023", "DOKTER", 50},
		{"2023", "PERAWAT", 381},
		{"2023", "BIDAN", 176},
		{"2023", "TTK", 26},
		{"2023", "APOTEKER", 15},
		{"2023", "KEFARMASIAN", 0},
		{"2024", "DOKTER", 46},
		{"2024", "PERAWAT", 376},
		{"2024", "BIDAN", 154},
		{"2024", "KESMAS", 29},
		{"2024", "TTK", 21},
		{"2024", "DOKTER_SPESIALIS", 11},
	} {
		if n := number(t, d, `select coalesce(sum(people), 0) from data.staff_count where profession = $1 and extract(year from period) = $2::int`, want.profession, want.year); n != want.people {
			t.Errorf("%s %s: %d people, want %d", want.year, want.profession, n, want.people)
		}
	}
	if n := number(t, d, `select count(distinct facility_id) from data.staff_count`); n != 7 {
		t.Errorf("%d facilities have staff, want 7", n)
	}
	var loose []string
	for _, i := range issuesOf(res, ingest.CodeUnitUnknown) {
		loose = append(loose, i.Value)
	}
	if !slices.Contains(loose, "RSUD Muhammad Zein") || number(t, d, `select count(*) from data.staff_count where facility_id is null and wilayah <> '19.06'`) != 0 {
		t.Errorf("units without a facility: %v", loose)
	}
	for year, want := range map[string]struct {
		posts int
		lines []string
	}{"2023-12-31": {posts: 3}, "2024-12-31": {posts: 4}} {
		var lines []string
		posts := 0
		err := d.Read(context.Background(), func(tx pgx.Tx) error {
			rows, err := tx.Query(context.Background(), shortage, onDay(year), nineProfessions)
			if err != nil {
				return err
			}
			var line string
			var n float64
			_, err = pgx.ForEachRow(rows, []any{&line, &n}, func() error {
				lines = append(lines, line)
				posts += int(n)
				return nil
			})
			return err
		})
		t.Log(year, lines)
		if err != nil || posts != want.posts {
			t.Errorf("%s: %d posts short (%v), want %d; %v", year, posts, lines, want.posts, err)
		}
	}
	shortByHand(t, o.Path, map[string]int{"2023": 3, "2024": 4})
	before := facilityState(t, d)
	if again := loadStaff(t, d, o); again.Unchanged != again.Rows || again.Missing != 0 {
		t.Errorf("again: %s", told(again))
	}
	if facilityState(t, d) != before {
		t.Error("the same file again changed the store")
	}
}

// shortByHand adds the same up from the file alone: the T columns of the nine
// professions against 1 doctor, 1 dentist, 5 nurses, 4 midwives and one of each other.
func shortByHand(t *testing.T, path string, want map[string]int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	need := map[string]int{"dokter_umum_T": 1, "dokter_gigi_T": 1, "perawat_T": 5, "bidan_T": 4, "kesmas_T": 1, "kesling_T": 1, "atlm_T": 1, "gizi_T": 1, "farmasi": 1}
	have := map[[3]string]int{}
	units := map[[2]string]bool{}
	for _, r := range rows[1:] {
		year, unit, category := r[0], r[2], r[3]
		if !strings.HasPrefix(unit, "Puskesmas ") {
			continue
		}
		units[[2]string{year, unit}] = true
		if category == "ttk_T" || category == "apoteker_T" {
			category = "farmasi"
		}
		n, err := strconv.Atoi(r[4])
		if err != nil {
			t.Fatal(err)
		}
		have[[3]string{year, unit, category}] += n
	}
	got := map[string]int{}
	for u := range units {
		for category, n := range need {
			got[u[0]] += max(0, n-have[[3]string{u[0], u[1], category}])
		}
	}
	if len(units) != 14 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("by hand: %v posts short at %d puskesmas, want %v at 14", got, len(units), want)
	}
}

const staffList = `puskesmas,jenis_sdmk,status,sumber_dana,klaster,jumlah,tahun
Manggar,Dokter Umum,PNS,DAU,2;3,2,2024
Manggar,Perawat,PPPK,APBN,"2,3",5,2024
Manggar,Juru Masak,Titipan,Sumbangan,9,1,2024
Manggar,Tukang Kebun,Titipan,,,2,2024
P1906070201,Bidan,,BOK,Klaster 2,3,2024
Posko Damar,Bidan,Non ASN BLUD,BLUD,lintas klaster,1,2024
Manggar,Bidan,PNS,,2,-3,2024
`

func TestStaffWords(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	loadFacilities(t, d, ingest.FacilityOptions{Within: "19.06", Options: ingest.Options{Path: writeFile(t, "puskesmas.csv", belitungTimur), Vintage: onDay("2023-01-01")}})
	o := ingest.StaffOptions{Within: "19.06", Options: ingest.Options{Path: writeFile(t, "sdmk.csv", staffList), SourceName: "SDMK", Vintage: onDay("2024-12-31")}}
	res := loadStaff(t, d, o)
	logIssues(t, res)
	if res.Rows != 7 || res.Rejected != 1 || len(issuesOf(res, read.CodeBadCount)) != 1 {
		t.Errorf("%s; want 7 rows, the negative one rejected", told(res))
	}
	list := text(t, d, `select string_agg(concat_ws(' ', coalesce(f.name, '-'), s.profession, nullif(s.given, ''), s.status, coalesce(s.funding, '-'), array_to_string(s.klaster, '+'), s.people), E'\n' order by s.unit, s.profession, s.given, s.people)
		from data.staff_count s left join data.facility f on f.id = s.facility_id`)
	want := strings.Join([]string{
		"Puskesmas Manggar DOKTER PNS DAU_PAD KLASTER_2+KLASTER_3 2",
		"Puskesmas Manggar LAIN Juru Masak TIDAK_DIKETAHUI -  1",
		"Puskesmas Manggar LAIN Tukang Kebun TIDAK_DIKETAHUI -  2",
		"Puskesmas Manggar PERAWAT PPPK APBN KLASTER_2+KLASTER_3 5",
		"Puskesmas Dendang BIDAN TIDAK_DIKETAHUI BOK KLASTER_2 3",
		"- BIDAN NON_ASN_BLUD BLUD_KAPITASI KLASTER_5 1",
	}, "\n")
	if list != want {
		t.Errorf("staff:\n%s\nwant:\n%s", list, want)
	}
	for _, code := range []string{ingest.CodeProfessionUnknown, ingest.CodeStatusUnknown, ingest.CodeFundingUnknown, ingest.CodeKlasterUnknown, ingest.CodeUnitUnknown} {
		if len(issuesOf(res, code)) == 0 {
			t.Errorf("%s is not told", code)
		}
	}
	// A newer list of the period replaces it, another period stays beside it.
	newer := strings.Replace(strings.Replace(staffList, "Umum,PNS,DAU,2;3,2", "Umum,PNS,DAU,2;3,3", 1), "Posko Damar,Bidan,Non ASN BLUD,BLUD,lintas klaster,1,2024\n", "", 1)
	o.Path = writeFile(t, "sdmk.csv", newer)
	res = loadStaff(t, d, o)
	if res.Changed != 1 || res.Missing != 1 || res.Unchanged != 4 || number(t, d, `select count(*) from data.staff_count`) != 6 {
		t.Errorf("newer list with a rejected row, which may be the missing one: %s", told(res))
	}
	o.Path = writeFile(t, "sdmk.csv", strings.Replace(newer, "Manggar,Bidan,PNS,,2,-3,2024\n", "", 1))
	res = loadStaff(t, d, o)
	if res.Changed != 0 || res.Missing != 1 || res.Unchanged != 5 || number(t, d, `select count(*) from data.staff_count`) != 5 {
		t.Errorf("newer list: %s", told(res))
	}
	o.Path = writeFile(t, "sdmk.csv", strings.ReplaceAll(staffList, "2024", "2025"))
	o.Vintage = onDay("2025-12-31")
	if res = loadStaff(t, d, o); res.Added != 6 || res.Missing != 0 {
		t.Errorf("next year: %s", told(res))
	}
	if got := text(t, d, `select string_agg(n, ' ' order by n) from (select extract(year from period) || ':' || sum(people) as n from data.staff_count group by period) x`); got != fmt.Sprintf("2024:%d 2025:%d", 3+3+5+3, 2+3+5+3+1) {
		t.Errorf("people by year: %s", got)
	}
}

// Who leads a klaster, at which level, and works where: what the words of a list say.
func TestStaffRolesAndPlaces(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	loadFacilities(t, d, ingest.FacilityOptions{Within: "19.06", Options: ingest.Options{
		Path: writeFile(t, "puskesmas.csv", belitungTimur+",Pustu Lenggang,Pustu,Gantung,,\n"), Vintage: onDay("2023-01-01"),
	}})
	list := `unit kerja;tempat tugas;jenis sdmk;status;klaster;peran;jenjang;jumlah;tahun
Puskesmas Gantung;;Perawat;PNS;2;PJ;Ahli Muda;1;2024
Puskesmas Gantung;;Perawat;PNS;2;Anggota;Terampil;3;2024
Puskesmas Gantung;;Bidan;PNS;PJ Klaster 3; 2;;Bidan Mahir;1;2024
Puskesmas Gantung;Pustu Lenggang;Bidan;PPPK;2;;;1;2024
Puskesmas Gantung;Pustu;Bidan;PPPK;2;;;2;2024
Puskesmas Gantung;Pustu Entah;Perawat;PPPK;2;Tamu;Jenjang Aneh;1;2024
Puskesmas Gantung;Poli Gigi;Perawat;PPPK;2;;;1;2024
`
	list = strings.ReplaceAll(list, "PJ Klaster 3; 2", `"PJ Klaster 3; 2"`)
	o := ingest.StaffOptions{Within: "19.06", Options: ingest.Options{Path: writeFile(t, "sdmk.csv", list), SourceName: "SDMK", Vintage: onDay("2024-12-31")}}
	res := loadStaff(t, d, o)
	got := text(t, d, `select string_agg(concat_ws(' ', f.name, s.profession, array_to_string(s.klaster, '+'), 'pj:' || array_to_string(s.klaster_pj, '+'), s.functional_level, s.at_pustu, s.people), E'\n' order by s.id)
		from data.staff_count s join data.facility f on f.id = s.facility_id`)
	want := strings.Join([]string{
		"Puskesmas Gantung PERAWAT KLASTER_2 pj:KLASTER_2 AHLI_MUDA f 1",
		"Puskesmas Gantung PERAWAT KLASTER_2 pj: TERAMPIL f 3",
		"Puskesmas Gantung BIDAN KLASTER_2+KLASTER_3 pj:KLASTER_3 MAHIR f 1",
		"Pustu Lenggang BIDAN KLASTER_2 pj: f 1",
		"Puskesmas Gantung BIDAN KLASTER_2 pj: t 2",
		"Puskesmas Gantung PERAWAT KLASTER_2 pj: t 1",
		"Puskesmas Gantung PERAWAT KLASTER_2 pj: f 1",
	}, "\n")
	if got != want {
		t.Errorf("staff:\n%s\nwant:\n%s", got, want)
	}
	for _, code := range []string{ingest.CodeUnitUnknown, ingest.CodeLevelUnknown, ingest.CodeRoleUnknown} {
		if len(issuesOf(res, code)) != 1 {
			t.Errorf("%s: %d issues", code, len(issuesOf(res, code)))
		}
	}
	if again := loadStaff(t, d, o); again.Unchanged != again.Rows {
		t.Errorf("again: %s", told(again))
	}
	// A list of persons gives a row a klaster: PJ of one is no PJ of the other.
	o.Path = writeFile(t, "orang.csv", `nama;nik;unit kerja;jenis sdmk;status;klaster;peran;tahun
Ani;3510010101900001;Puskesmas Gantung;Bidan;PNS;2;PJ;2025
Ani;3510010101900001;Puskesmas Gantung;Bidan;PNS;3;Anggota;2025
Budi;3510010101900002;Puskesmas Gantung;Perawat;PNS;3;Anggota;2025
Budi;3510010101900002;Puskesmas Gantung;Perawat;PNS;4;PJ;2025
`)
	loadStaff(t, d, o)
	if got := text(t, d, `select string_agg(concat_ws(' ', profession, array_to_string(klaster, '+'), 'pj:' || array_to_string(klaster_pj, '+'), people), E'\n' order by id)
		from data.staff_count where period = '2025-12-31'`); got != "BIDAN KLASTER_2+KLASTER_3 pj:KLASTER_2 1\nPERAWAT KLASTER_3+KLASTER_4 pj:KLASTER_4 1" {
		t.Errorf("persons:\n%s", got)
	}
}

// Staff that a second list holds too are told of, and count once: what Belitung Timur's
// published table sums up to does not double.
func TestStaffOfTwoSources(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	loadFacilities(t, d, ingest.FacilityOptions{Within: "19.06", Options: ingest.Options{Path: writeFile(t, "puskesmas.csv", belitungTimur), Vintage: onDay("2023-01-01")}})
	o := ingest.StaffOptions{Within: "19.06", Options: ingest.Options{Path: realFile(t, "belitung-timur/sdmk_long.csv"), SourceName: "Profil Kesehatan", Vintage: onDay("2024-12-31")}}
	if first := loadStaff(t, d, o); len(issuesOf(first, ingest.CodeSeveralSources)) != 0 {
		t.Error("told of another list where there is none")
	}
	const sums = `select sum(everyone) from data.staff_sum where period = '2024-12-31'`
	people := number(t, d, sums)
	before, err := d.StaffTotals(context.Background(), "19.06")
	if err != nil || people == 0 || len(before) == 0 {
		t.Fatal(people, before, err)
	}
	o.SourceName = "SISDMK"
	second := loadStaff(t, d, o)
	told := issuesOf(second, ingest.CodeSeveralSources)
	if len(told) != 1 || told[0].Value != "Profil Kesehatan" || told[0].Severity != read.Suspicious || !strings.Contains(told[0].Reason.EN, "at 7 facilities for the period 2023-12-31–2024-12-31") ||
		!strings.Contains(told[0].Action.EN, `This list counts there, the list "Profil Kesehatan" does not`) {
		t.Errorf("%+v", told)
	}
	if n := number(t, d, sums); n != people {
		t.Errorf("%d people in two lists of the same %d", n, people)
	}
	after, err := d.StaffTotals(context.Background(), "19.06")
	if err != nil || !maps.Equal(before, after) {
		t.Errorf("%v\nbefore %v\nafter  %v", err, before, after)
	}
	// The first list again: it says which of the two counts.
	o.SourceName = "Profil Kesehatan"
	if told := issuesOf(loadStaff(t, d, o), ingest.CodeSeveralSources); len(told) != 1 || !strings.Contains(told[0].Action.EN, `The list "SISDMK" counts there, this one does not`) {
		t.Errorf("%+v", told)
	}
	if n := number(t, d, sums); n != people {
		t.Errorf("%d people, want %d", n, people)
	}
}
