package gis_test

import (
	"testing"

	"jangkau/gis"
)

func TestParseSpecialty(t *testing.T) {
	for text, want := range map[string]string{
		"Sp.A": "ANAK", "sp a": "ANAK", "Spesialis Anak": "ANAK", "Dokter Spesialis Kesehatan Anak": "ANAK", "anak": "ANAK", "dr. SITI AMINAH, Sp.A": "ANAK",
		"dr. Budi, Sp.OG(K)": "OBGIN", "Kebidanan dan Kandungan": "OBGIN", "Sp. PD-KGEH": "PENYAKIT_DALAM", "Penyakit Dalam": "PENYAKIT_DALAM",
		"Sp.B": "BEDAH", "Sp.THT-KL": "THT", "Sp.KJ": "JIWA", "Patologi Klinik": "PATOLOGI_KLINIK", "PENYAKIT_DALAM": "PENYAKIT_DALAM",
		"Siti Aminah": "", "dr. Budi": "", "": "", "Sp.": "", "Spesialis": "",
	} {
		if got := gis.ParseSpecialty(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	seen := map[string]bool{}
	for _, s := range gis.Specialties {
		if seen[s.Code] || gis.SpecialtyOf(s.Code).NameEn != s.NameEn || gis.ParseSpecialty(s.NameID) != s.Code || gis.ParseSpecialty(s.Code) != s.Code {
			t.Errorf("%+v", s)
		}
		seen[s.Code] = true
	}
	if gis.SpecialtyOf("X") != nil {
		t.Error("X is none")
	}
}
