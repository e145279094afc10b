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
		// As titles are written: without points, with a sub-specialty, with a degree.
		"Obgyn": "OBGIN", "obgyn": "OBGIN", "SpOG": "OBGIN", "Sp.OG": "OBGIN", "SPOG(K)": "OBGIN", "Dokter Obgyn": "OBGIN", "Kandungan": "OBGIN", "Obstetri & Ginekologi": "OBGIN",
		"SpA": "ANAK", "Sp.A(K)": "ANAK", "Sp.A.M.Kes": "ANAK", "dr. Budi, SpA, M.Kes": "ANAK", "Spes. Anak": "ANAK", "dr. Spesialis Anak": "ANAK", "Dokter Ahli Anak": "ANAK",
		"SpPD": "PENYAKIT_DALAM", "Sp.PD.KGH": "PENYAKIT_DALAM", "SpPD-KEMD": "PENYAKIT_DALAM", "Internis": "PENYAKIT_DALAM", "Sp. P.D": "PENYAKIT_DALAM",
		"SpB": "BEDAH", "Sp.B.M.Kes": "BEDAH", "Sp.B-KBD": "BEDAH", "SpAn": "ANESTESI", "Sp.An-TI": "ANESTESI", "SpN": "SARAF", "Sp.S": "SARAF", "SpJP": "JANTUNG", "Sp.JP.FIHA": "JANTUNG",
		"SpP": "PARU", "SpM": "MATA", "SpTHT": "THT", "Sp.T.H.T.K.L": "THT", "Sp.THT-BKL": "THT", "SpKK": "KULIT_KELAMIN", "Sp.D.V.E": "KULIT_KELAMIN", "SpKJ": "JIWA", "Psikiater": "JIWA",
		"SpRad": "RADIOLOGI", "SpPK": "PATOLOGI_KLINIK", "SpPA": "PATOLOGI_ANATOMI", "SpOT": "ORTOPEDI", "SpKFR": "REHABILITASI_MEDIK", "SpU": "UROLOGI", "SpBS": "BEDAH_SARAF",
		"SpGK": "GIZI_KLINIK", "SpBA": "BEDAH_ANAK", "Sp.BP-RE": "BEDAH_PLASTIK", "Sp.BTKV": "BEDAH_TORAKS", "Sp.FM": "FORENSIK", "SpMK": "MIKROBIOLOGI_KLINIK",
		"drg. Rina, Sp.KGA": "GIGI", "Sp.Ort": "GIGI", "Sp.BM": "GIGI",
		"Sp.X": "", "Sp.M.Kes": "MATA", "Ani Spandi": "", "S.Kep": "",
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
