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
	{"ANAK", "Anak", "Paediatrics", []string{"a", "kesehatananak", "ika", "pediatri"}},
	{"OBGIN", "Obstetri dan ginekologi", "Obstetrics and gynaecology", []string{"og", "obsgin", "obgyn", "obsgyn", "obstetri", "ginekologi", "kebidananpenyakitkandungan", "kebidanankandungan", "kebidanandanpenyakitkandungan", "kebidanan", "kebidanandankandungan", "kandungan", "obstetriginekologi"}},
	{"PENYAKIT_DALAM", "Penyakit dalam", "Internal medicine", []string{"pd", "dalam", "interna", "internis", "ipd", "penyakitdlm"}},
	{"BEDAH", "Bedah", "Surgery", []string{"b", "bedahumum"}},
	{"ANESTESI", "Anestesiologi", "Anaesthesiology", []string{"an", "anti", "anestesiologi", "anestesidanterapiintensif", "anestesiologidanterapiintensif"}},
	{"RADIOLOGI", "Radiologi", "Radiology", []string{"rad", "r"}},
	{"PATOLOGI_KLINIK", "Patologi klinik", "Clinical pathology", []string{"pk"}},
	{"PATOLOGI_ANATOMI", "Patologi anatomi", "Anatomical pathology", []string{"pa"}},
	{"SARAF", "Saraf", "Neurology", []string{"s", "n", "neurologi", "syaraf", "penyakitsaraf"}},
	{"JANTUNG", "Jantung dan pembuluh darah", "Cardiology", []string{"jp", "kardiologi", "jantung", "kardiovaskular", "kardiologidankedokteranvaskular"}},
	{"PARU", "Paru", "Pulmonology", []string{"p", "pulmonologi", "parudanpernapasan", "penyakitparu", "paruparu", "pulmonologidankedokteranrespirasi"}},
	{"MATA", "Mata", "Ophthalmology", []string{"m", "penyakitmata", "oftalmologi"}},
	{"THT", "Telinga hidung tenggorok", "Ear, nose and throat", []string{"thtkl", "tht", "thtbkl", "telingahidungtenggorokan"}},
	{"KULIT_KELAMIN", "Kulit dan kelamin", "Dermatology and venereology", []string{"kk", "dv", "dve", "kulit", "kulitkelamin", "kulitdankelamin", "dermatologi", "dermatologivenereologi", "dermatologidanvenereologi"}},
	{"JIWA", "Kedokteran jiwa", "Psychiatry", []string{"kj", "jiwa", "psikiatri", "psikiater"}},
	{"REHABILITASI_MEDIK", "Kedokteran fisik dan rehabilitasi", "Physical and rehabilitation medicine", []string{"kfr", "rm", "rehabilitasimedik", "rehabmedik", "rehabilitasimedis"}},
	{"ORTOPEDI", "Ortopedi dan traumatologi", "Orthopaedics", []string{"ot", "ortopedi", "orthopedi", "orthopaedi", "bedahtulang"}},
	{"UROLOGI", "Urologi", "Urology", []string{"u"}},
	{"BEDAH_SARAF", "Bedah saraf", "Neurosurgery", []string{"bs", "bedahsyaraf"}},
	{"BEDAH_ANAK", "Bedah anak", "Paediatric surgery", []string{"ba"}},
	{"BEDAH_PLASTIK", "Bedah plastik", "Plastic surgery", []string{"bp", "bpre", "bedahplastikrekonstruksidanestetik"}},
	{"BEDAH_TORAKS", "Bedah toraks, kardiak, dan vaskular", "Thoracic, cardiac and vascular surgery", []string{"btkv", "bedahtkv", "bedahtoraks", "bedahthoraks", "bedahtorakskardiovaskular"}},
	{"FORENSIK", "Forensik dan medikolegal", "Forensic medicine", []string{"f", "fm", "forensik"}},
	{"MIKROBIOLOGI_KLINIK", "Mikrobiologi klinik", "Clinical microbiology", []string{"mk", "mikrobiologi"}},
	{"GIZI_KLINIK", "Gizi klinik", "Clinical nutrition", []string{"gk"}},
	{"KEDOKTERAN_KELUARGA", "Kedokteran keluarga layanan primer", "Family medicine", []string{"kklp", "dlp", "keluarga"}},
	{"EMERGENSI", "Kegawatdaruratan", "Emergency medicine", []string{"em", "emergensi", "kedokteranemergensi"}},
	{"GIGI", "Gigi (semua spesialisasi)", "Dentistry, all specialties", []string{"doktergigispesialis", "gigispesialis", "spesialisgigi", "bedahmulut", "kg", "kga", "ort", "perio", "pros", "bm", "bmm", "bmmf", "pm", "rkg"}},
}

var afterSp = regexp.MustCompile(`(?i)\bSp\.?\s*([A-Za-z.]+(?:[- ]?KL)?)`)

// A degree behind a title is none of it: "Sp.B.M.Kes" is no "Sp.BM".
var degree = regexp.MustCompile(`(?i)[.,\s]M\.?\s?(Kes|Sc|Si|Biomed|Ked|Epid|H|M|Ph)\b`)

// ParseSpecialty finds the specialty that words name: "Sp.A", "Dokter Spesialis Anak",
// "dr. X, Sp.OG", of which the person is passed over. "" is none.
func ParseSpecialty(text string) string {
	fold := FoldName(text)
	for _, prefix := range []string{"dokter", "dr", "ahli", "spesialis", "spes", "ilmu", "kesehatan"} {
		fold = strings.TrimPrefix(fold, prefix)
	}
	candidates := []string{FoldName(text), fold}
	for _, m := range afterSp.FindAllStringSubmatch(text, -1) {
		// "PD.KGH" is PD with a further title: the longest that is known counts.
		title := degree.Split(m[1], 2)[0]
		for title != "" {
			candidates = append(candidates, FoldName(title))
			title = title[:max(0, strings.LastIndexByte(title, '.'))]
		}
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
