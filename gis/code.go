package gis

import (
	"regexp"
	"strings"
)

// WilayahCode is a Kemendagri code: PP, PP.KK, PP.KK.CC or PP.KK.CC.DDDD. It is
// text, never a number: a spreadsheet turns 11.10 into 11.1.
type WilayahCode string

// WilayahLevel is the administrative level of a wilayah.
type WilayahLevel string

const (
	Provinsi  WilayahLevel = "PROVINSI"
	Kabupaten WilayahLevel = "KABUPATEN_KOTA"
	Kecamatan WilayahLevel = "KECAMATAN"
	Desa      WilayahLevel = "DESA_KELURAHAN"
)

var codePattern = regexp.MustCompile(`^[1-9]\d(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$`)

// ParseWilayahCode checks s and returns it as a code. The error says what a
// spreadsheet most likely did to it. The rules are those of Permendagri 58/2021:
// kabupaten 01-69, kota 71-99, the village part starting with 1 (kelurahan),
// 2 (desa) or 3 (desa adat).
func ParseWilayahCode(s string) (WilayahCode, error) {
	t := strings.TrimSpace(s)
	if !codePattern.MatchString(t) {
		return "", &Error{Kind: Invalid, Field: "code", Message: T(
			"Kode wilayah %q tidak sah. Bentuknya PP, PP.KK, PP.KK.CC atau PP.KK.CC.DDDD, misalnya 35.10.01.2001; bila berasal dari lembar sebar, simpan kolom kode sebagai teks (11.10 berubah menjadi 11.1)",
			"The wilayah code %q is not valid. Its form is PP, PP.KK, PP.KK.CC or PP.KK.CC.DDDD, as in 35.10.01.2001; if it comes from a spreadsheet, keep the code column as text (11.10 turns into 11.1)", s)}
	}
	bad := func(id, en string) (WilayahCode, error) {
		return "", &Error{Kind: Invalid, Field: "code", Message: T("Kode wilayah %q tidak mungkin ada: "+id, "The wilayah code %q cannot exist: "+en, s)}
	}
	if t[:2] < "11" {
		return bad("kode provinsi mulai dari 11", "provinsi codes start at 11")
	}
	if len(t) >= 5 && (t[3:5] == "00" || t[3:5] == "70") {
		return bad("bagian kabupaten/kota 01-69 atau 71-99", "the kabupaten/kota part is 01-69 or 71-99")
	}
	if len(t) >= 8 && t[6:8] == "00" {
		return bad("bagian kecamatan tidak boleh 00", "the kecamatan part cannot be 00")
	}
	if len(t) == 13 && (t[9] < '1' || t[9] > '3') {
		return bad("bagian desa mulai dengan 1 (kelurahan), 2 (desa) atau 3 (desa adat)", "the village part starts with 1 (kelurahan), 2 (desa) or 3 (desa adat)")
	}
	return WilayahCode(t), nil
}

// Level follows from the length of the code.
func (c WilayahCode) Level() WilayahLevel {
	switch len(c) {
	case 2:
		return Provinsi
	case 5:
		return Kabupaten
	case 8:
		return Kecamatan
	default:
		return Desa
	}
}

// Parent is the code one level up, "" for a provinsi.
func (c WilayahCode) Parent() WilayahCode {
	switch len(c) {
	case 5:
		return c[:2]
	case 8:
		return c[:5]
	case 13:
		return c[:8]
	default:
		return ""
	}
}

// Within reports whether c is area or lies in it. The dot is needed: 35.1 is
// a prefix of 35.10 but no code at all.
func (c WilayahCode) Within(area WilayahCode) bool {
	return c == area || area == Indonesia || strings.HasPrefix(string(c), string(area)+".")
}

// Indonesia stands for the whole country where a question is about no wilayah alone. It
// is no code: none of the store's is like it.
const Indonesia WilayahCode = "INDONESIA"

// IsKelurahan reports whether a desa-level code is a kelurahan's.
func (c WilayahCode) IsKelurahan() bool { return len(c) == 13 && c[9] == '1' }
