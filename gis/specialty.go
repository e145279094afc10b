package gis

import (
	"regexp"
	"slices"
	"strings"
)

// Specialty is a branch of medicine that a specialist post is of.
type Specialty struct {
	Code   string
	NameID string
	NameEn string
	words  []string // folded, beside code and name: abbreviations after "Sp."
}

// Specialties are those that a list of mentoring may name. The list is fixed: a word
// that is none of them may be a person's name, which must not be kept or shown.
var Specialties = []Specialty{
	{"ANAK", "Anak", "Paediatrics", []string{"a", "kesehatananak"}},
	{"OBGIN", "Obstetri dan ginekologi", "Obstetrics and gynaecology", []string{"og", "obsgin", "kebidanan", "kebidanandankandungan", "kandungan", "obstetriginekologi"}},
	{"PENYAKIT_DALAM", "Penyakit dalam", "Internal medicine", []string{"pd", "dalam", "interna"}},
	{"BEDAH", "Bedah", "Surgery", []string{"b", "bedahumum"}},
	{"ANESTESI", "Anestesiologi", "Anaesthesiology", []string{"an", "anestesiologi", "anestesidanterapiintensif"}},
	{"RADIOLOGI", "Radiologi", "Radiology", []string{"rad"}},
	{"PATOLOGI_KLINIK", "Patologi klinik", "Clinical pathology", []string{"pk"}},
	{"PATOLOGI_ANATOMI", "Patologi anatomi", "Anatomical pathology", []string{"pa"}},
	{"SARAF", "Saraf", "Neurology", []string{"s", "n", "neurologi"}},
	{"JANTUNG", "Jantung dan pembuluh darah", "Cardiology", []string{"jp", "kardiologi"}},
	{"PARU", "Paru", "Pulmonology", []string{"p", "pulmonologi", "parudanpernapasan"}},
	{"MATA", "Mata", "Ophthalmology", []string{"m"}},
	{"THT", "Telinga hidung tenggorok", "Ear, nose and throat", []string{"thtkl", "tht", "thtbkl"}},
	{"KULIT_KELAMIN", "Kulit dan kelamin", "Dermatology and venereology", []string{"kk", "dv", "dve", "kulit", "dermatologi"}},
	{"JIWA", "Kedokteran jiwa", "Psychiatry", []string{"kj", "jiwa", "psikiatri"}},
	{"REHABILITASI_MEDIK", "Kedokteran fisik dan rehabilitasi", "Physical and rehabilitation medicine", []string{"kfr", "rm", "rehabilitasimedik"}},
	{"ORTOPEDI", "Ortopedi dan traumatologi", "Orthopaedics", []string{"ot", "ortopedi"}},
	{"UROLOGI", "Urologi", "Urology", []string{"u"}},
	{"BEDAH_SARAF", "Bedah saraf", "Neurosurgery", []string{"bs"}},
	{"GIZI_KLINIK", "Gizi klinik", "Clinical nutrition", []string{"gk"}},
	{"KEDOKTERAN_KELUARGA", "Kedokteran keluarga layanan primer", "Family medicine", []string{"kklp", "dlp", "keluarga"}},
	{"EMERGENSI", "Kegawatdaruratan", "Emergency medicine", []string{"em", "emergensi"}},
	{"GIGI", "Gigi (semua spesialisasi)", "Dentistry, all specialties", []string{"doktergigispesialis", "gigispesialis", "spesialisgigi", "bedahmulut"}},
}

var afterSp = regexp.MustCompile(`(?i)\bSp\.?\s*([A-Za-z.]+(?:[- ]?KL)?)`)

// ParseSpecialty finds the specialty that words name: "Sp.A", "Dokter Spesialis Anak",
// "dr. X, Sp.OG", of which the person is passed over. "" is none.
func ParseSpecialty(text string) string {
	fold := FoldName(text)
	for _, prefix := range []string{"dokter", "spesialis", "ilmu", "kesehatan"} {
		fold = strings.TrimPrefix(fold, prefix)
	}
	candidates := []string{FoldName(text), fold}
	for _, m := range afterSp.FindAllStringSubmatch(text, -1) {
		candidates = append(candidates, FoldName(m[1]))
	}
	for _, c := range candidates {
		for _, s := range Specialties {
			if c != "" && (c == FoldName(s.Code) || c == FoldName(s.NameID) || slices.Contains(s.words, c)) {
				return s.Code
			}
		}
	}
	return ""
}

// SpecialtyOf is the specialty of a code; nil is none.
func SpecialtyOf(code string) *Specialty {
	for i := range Specialties {
		if Specialties[i].Code == code {
			return &Specialties[i]
		}
	}
	return nil
}
