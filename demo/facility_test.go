package demo

import (
	"testing"

	"jangkau/gis"
)

// 87 pustu leave 130 of 217 without one, or 102 of 189 where only desa count.
func TestPustuArithmetic(t *testing.T) {
	w := testWorld(t)
	has := map[int]bool{}
	for _, i := range w.kind(gis.KindPustu) {
		f := w.facilities[i]
		if has[f.site] {
			t.Errorf("two pustu in %s", w.sites[f.site].name)
		}
		has[f.site] = true
		if f.induk == "" || len(f.area) == 0 || f.area[0] != f.site || f.opened > registerDay {
			t.Errorf("%s: %+v", f.name, f)
		}
	}
	lacks, lacksDesa := 0, 0
	for i, s := range w.sites {
		if has[i] {
			continue
		}
		lacks++
		if !s.code.IsKelurahan() {
			lacksDesa++
		}
	}
	if len(has) != 87 || lacks != 130 || lacksDesa != 102 {
		t.Errorf("%d with, %d without, %d desa without; want 87, 130, 102", len(has), lacks, lacksDesa)
	}
}

// The wilayah kerja of the puskesmas divide the desa: each has one, in its own kecamatan.
func TestWilayahKerja(t *testing.T) {
	w := testWorld(t)
	of := make([]int, len(w.sites))
	beds := 0
	for _, i := range w.kind(gis.KindPuskesmas) {
		f := w.facilities[i]
		if f.bed == "ya" {
			beds++
		}
		hosts := false
		for _, s := range f.area {
			of[s]++
			hosts = hosts || s == f.site
			if w.sites[s].code.Parent() != w.sites[f.site].code.Parent() {
				t.Errorf("%s answers for %s in another kecamatan", f.name, w.sites[s].name)
			}
		}
		if !hosts {
			t.Errorf("%s stands outside its wilayah kerja", f.name)
		}
	}
	for i, n := range of {
		if n != 1 {
			t.Errorf("%s has %d puskesmas", w.sites[i].name, n)
		}
	}
	if n := len(w.kind(gis.KindPuskesmas)); n != 45 || beds != 16 {
		t.Errorf("%d puskesmas, %d rawat inap; want 45, 16", n, beds)
	}
}

// A facility's point lies in the desa it declares, and its name says its kind.
func TestFacilitiesAreConsistent(t *testing.T) {
	w := testWorld(t)
	codes, names := map[string]bool{}, map[string]bool{}
	noPoint := 0
	for _, f := range w.facilities {
		if codes[f.code] {
			t.Errorf("the code %s stands twice", f.code)
		}
		codes[f.code] = true
		if key := f.name + string(w.sites[f.site].code); names[key] {
			t.Errorf("%s stands twice in one desa", f.name)
		} else {
			names[key] = true
		}
		if f.at == nil {
			noPoint++
		} else if !inside(*f.at, w.cells[f.site]) {
			t.Errorf("%s lies outside %s", f.name, w.sites[f.site].name)
		}
		if k := gis.KindFromName(f.name).Kind; k != f.kind {
			t.Errorf("%s is a %s, its name says %q", f.name, f.kind, k)
		}
	}
	for _, f := range w.facilities {
		if f.induk != "" && !codes[f.induk] {
			t.Errorf("%s belongs to %s, which is not in the list", f.name, f.induk)
		}
	}
	if noPoint != 3 {
		t.Errorf("%d facilities without a point, want 3", noPoint)
	}
}
