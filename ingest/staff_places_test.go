package ingest_test

import (
	"strings"
	"testing"

	"jangkau/ingest"
)

// Two facilities of one name, and people of a puskesmas of whom some work at its pustu,
// differ in nothing else: each counts where it belongs, whatever the order of the rows.
// By hand: Lenggang in Gantung has 1 + 3 bidan of its own list, Lenggang in Dendang 2; of
// the seven perawat booked at Gantung 2 work at Pustu Selinsing, and one more is its own.
func TestStaffOfPlacesThatAreAlike(t *testing.T) {
	d := facilityStore(t)
	loadBoundaries(t, d, "wilayah/desa_19.06.geojson")
	loadFacilities(t, d, ingest.FacilityOptions{Within: "19.06", Options: ingest.Options{
		Path: writeFile(t, "faskes.csv", belitungTimur+"PST1,Pustu Lenggang,Pustu,Gantung,,\nPST2,Pustu Lenggang,Pustu,Dendang,,\nPST3,Pustu Selinsing,Pustu,Gantung,,\n"), Vintage: onDay("2023-01-01"),
	}})
	const header = "kode faskes;unit kerja;tempat tugas;jenis sdmk;status;klaster;jumlah;tahun\n"
	lines := []string{
		"PST1;Pustu Lenggang;;Bidan;PNS;2;1;2024\n",
		"PST2;Pustu Lenggang;;Bidan;PNS;2;2;2024\n",
		"PST1;Pustu Lenggang;;Tenaga Kebidanan;PNS;2;3;2024\n",
		";Puskesmas Gantung;;Perawat;PPPK;3;5;2024\n",
		";Puskesmas Gantung;Pustu Selinsing;Perawat;PPPK;3;2;2024\n",
		"PST3;Pustu Selinsing;;Perawat;PPPK;3;1;2024\n",
	}
	o := ingest.StaffOptions{Within: "19.06", Options: ingest.Options{SourceName: "SDMK", Vintage: onDay("2024-12-31")}}
	for _, order := range [][]int{{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {1, 4, 0, 3, 2, 5}} {
		list := header
		for _, i := range order {
			list += lines[i]
		}
		o.Path = writeFile(t, "sdmk.csv", list)
		res := loadStaff(t, d, o)
		if got := text(t, d, `select string_agg(place, ', ' order by place) from (
			select concat_ws(' ', f.name, (select min(i.value) from data.facility_identifier i where i.facility_id = f.id), s.profession, sum(s.people)) as place
			from data.staff_count s join data.facility f on f.id = s.facility_id group by f.id, f.name, s.profession) x`); got != strings.Join([]string{
			"Puskesmas Gantung P1906040201 PERAWAT 5", "Pustu Lenggang PST1 BIDAN 4", "Pustu Lenggang PST2 BIDAN 2", "Pustu Selinsing PST3 PERAWAT 3",
		}, ", ") {
			t.Errorf("%v: %s\n%s", order, got, told(res))
		}
		if again := loadStaff(t, d, o); again.Unchanged != again.Rows {
			t.Errorf("again: %s", told(again))
		}
	}
}
