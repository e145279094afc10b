package gis

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"jangkau/gis/network"
)

// Sources that answers name for what people mended on the map; no list has these names.
const (
	EditSource     = "Perbaikan di peta"
	EditSourceDemo = "Perbaikan di peta (peraga)"
)

// Mending is what a person asks to be changed of a facility; nil leaves as it is.
type Mending struct {
	Facility   int64
	Version    int // that the editor read
	By, Reason string
	Today      Date
	On         *Date
	Point      *Point
	Status     *OperationalStatus
	Condition  *FacilityCondition
	// Other days since when the present status and condition hold.
	StatusSince, ConditionSince *Date
	Induk                       *int64
	Declared                    *WilayahCode
	ServiceArea                 []WilayahCode // nil: as it is; empty: none
	Clear                       []FacilityEditField
}

// MatchDecision is what a person says of an uncertain match.
type MatchDecision struct {
	Case       int64
	Accept     bool
	Value      string // "": the one best candidate
	By, Reason string
	// Again lets a decision be changed; else one that was made is a Conflict.
	Again bool
}

// Check finds what is wrong without asking the store, and puts By and Reason in
// order. The error is Invalid.
func (m *Mending) Check() error {
	var err error
	if m.By, m.Reason, err = Signature(m.By, m.Reason); err != nil {
		return err
	}
	for _, f := range m.Clear {
		given, ok := map[FacilityEditField]bool{
			EditPoint: m.Point != nil, EditCondition: m.Condition != nil, EditInduk: m.Induk != nil,
			EditDeclaredDesa: m.Declared != nil, EditServiceArea: m.ServiceArea != nil,
		}[f]
		if !ok {
			return invalid("clear", T("%s tidak dapat dikosongkan; yang dapat: POINT, CONDITION, INDUK, DECLARED_DESA, SERVICE_AREA. Status yang tidak diketahui: status: UNKNOWN",
				"%s cannot be cleared; POINT, CONDITION, INDUK, DECLARED_DESA and SERVICE_AREA can. A status that is not known is status: UNKNOWN", f))
		}
		if given {
			return invalid("clear", T("%s dikosongkan dan diisi sekaligus; pilih salah satu", "%s is cleared and given a value at once; choose one", f))
		}
	}
	if m.Point == nil && m.Status == nil && m.Condition == nil && m.Induk == nil && m.Declared == nil && m.ServiceArea == nil && len(m.Clear) == 0 &&
		m.StatusSince == nil && m.ConditionSince == nil {
		return NothingToMend()
	}
	if err := m.checkDays(); err != nil {
		return err
	}
	if p := m.Point; p != nil && (math.IsNaN(p.Lon) || math.IsNaN(p.Lat) || !InIndonesia(network.Point{Lon: p.Lon, Lat: p.Lat})) {
		return invalid("point", T("Titik %v, %v (bujur, lintang) di luar Indonesia; periksa apakah bujur dan lintang tertukar",
			"The point %v, %v (longitude, latitude) is outside Indonesia; check whether the two are swapped", p.Lon, p.Lat))
	}
	if m.Induk != nil && *m.Induk == m.Facility {
		return invalid("induk", T("Fasilitas tidak dapat menjadi induknya sendiri", "A facility cannot be its own induk"))
	}
	for _, c := range m.ServiceArea {
		if c.Level() != Desa {
			return invalid("serviceArea", T("%s bukan kode desa atau kelurahan", "%s is no code of a desa or kelurahan", c))
		}
	}
	if m.Declared != nil && m.Declared.Level() != Desa {
		return invalid("declaredDesa", T("%s bukan kode desa atau kelurahan", "%s is no code of a desa or kelurahan", *m.Declared))
	}
	return nil
}

func (m *Mending) checkDays() error {
	for argument, day := range map[string]*Date{"on": m.On, "statusSince": m.StatusSince, "conditionSince": m.ConditionSince} {
		if day != nil && *day > m.Today {
			return invalid(argument, T("Tanggal %s belum tiba; pakai hari ini (%s) atau sebelumnya", "The day %s has not come; use today (%s) or before", *day, m.Today))
		}
	}
	const id, en = "%s membetulkan tanggal keadaan yang tersimpan, sedangkan %s menyatakan keadaan baru (mulai on); pilih salah satu",
		"%s corrects the day of what is stored, while %s says what is new (since on); choose one"
	switch {
	case m.StatusSince != nil && m.Status != nil:
		return invalid("statusSince", T(id, en, "statusSince", "status"))
	case m.ConditionSince != nil && (m.Condition != nil || m.Clears(EditCondition)):
		return invalid("conditionSince", T(id, en, "conditionSince", "condition"))
	}
	return nil
}

// Clears reports whether the field is to be emptied.
func (m *Mending) Clears(f FacilityEditField) bool { return slices.Contains(m.Clear, f) }

// Day is since when status and condition hold.
func (m *Mending) Day() Date {
	if m.On != nil {
		return *m.On
	}
	return m.Today
}

// NothingToMend is what an edit is told that would change nothing.
func NothingToMend() error {
	return invalid("input", T("Tidak ada yang berubah: semua isian sama dengan yang tersimpan, atau tidak ada isian", "Nothing would change: all fields are as stored, or none is given"))
}

// Signature checks who signs an edit and why: an office or a role, and no number that
// may be a person's.
func Signature(by, reason string) (string, string, error) {
	by, reason = strings.TrimSpace(by), strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(by); {
	case n < 2 || n > 100 || !utf8.ValidString(by) || strings.ContainsFunc(by, isControl):
		return "", "", invalid("by", T("Isi jabatan atau unit yang memperbaiki, 2 sampai 100 aksara, misalnya Dinkes Banyuwangi, Seksi Yankes",
			"Give the office or role of who mends, 2 to 100 characters, as in Dinkes Banyuwangi, Seksi Yankes"))
	case utf8.RuneCountInString(reason) > 500 || !utf8.ValidString(reason) || strings.ContainsRune(reason, 0):
		return "", "", invalid("reason", T("Alasan paling banyak 500 aksara", "The reason has at most 500 characters"))
	}
	for field, text := range map[string]string{"by": by, "reason": reason} {
		if longNumber(text) {
			return "", "", invalid(field, T("Jangan isi NIK atau nomor pribadi lain; cukup jabatan atau unit", "Give no NIK or other number of a person; an office or role will do"))
		}
	}
	return by, reason, nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// longNumber finds 16 digits or more in a row, however they are parted: an NIK.
func longNumber(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			if n++; n >= 16 {
				return true
			}
		case strings.ContainsRune(" .-/\t", r):
		default:
			n = 0
		}
	}
	return false
}

func invalid(field string, text Text) error {
	return &Error{Kind: Invalid, Field: field, Message: text}
}
