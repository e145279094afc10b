package read

import (
	"errors"
	"regexp"
	"strings"

	"jangkau/gis"
)

var (
	onlyDigits = regexp.MustCompile(`^\d+$`)
	eatenZero  = regexp.MustCompile(`^\d{2}\.\d$`)
	scientific = regexp.MustCompile(`^(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$`)
)

// parseCode reads a wilayah code as people write it. The issue, if any, is a
// REJECTED one (the code is then empty) or a NOTE about what was normalised.
func parseCode(raw string) (gis.WilayahCode, *Issue) {
	t := strings.Trim(strings.TrimSpace(raw), "'\u00a0 ")
	if t == "" {
		return "", &Issue{
			Code: CodeMissingCode, Severity: Rejected, Value: raw,
			Reason: gis.T("Kode wilayah kosong", "The wilayah code is missing"),
		}
	}
	if eatenZero.MatchString(t) {
		return "", &Issue{
			Code: CodeNumericCode, Severity: Rejected, Value: raw,
			Reason: gis.T("Kode %s kehilangan angka nol di belakang (barangkali %s0): kolom kode tersimpan sebagai bilangan. Jadikan kolom itu teks, isi ulang, lalu impor lagi",
				"The code %s lost its trailing zero (it was probably %s0): the code column was kept as a number. Make the column text, fill it in again and import once more", t, t),
		}
	}
	digits, fromNumber := t, false
	if m := scientific.FindStringSubmatch(t); m != nil {
		// All digits are there only if the exponent is the number of decimals.
		if len(m[3]) > 0 && strings.TrimLeft(m[3], "0") != "9" || len(m[2]) != 9 {
			return "", &Issue{
				Code: CodeNumericCode, Severity: Rejected, Value: raw,
				Reason: gis.T("Kode %s tertulis sebagai bilangan ilmiah dan angkanya sudah hilang. Jadikan kolom kode teks di lembar sebar, isi ulang, lalu impor lagi",
					"The code %s is written as a scientific number and its digits are lost. Make the code column text in the spreadsheet, fill it in again and import once more", t),
			}
		}
		digits, fromNumber = m[1]+m[2], true
	} else if whole, ok := strings.CutSuffix(t, ".0"); ok && onlyDigits.MatchString(whole) && len(whole) == 10 {
		digits, fromNumber = whole, true
	}
	if onlyDigits.MatchString(digits) {
		return parseDigits(raw, digits, fromNumber)
	}
	return finishCode(raw, t, nil)
}

// parseDigits puts the dots into a code that came without any.
func parseDigits(raw, d string, fromNumber bool) (gis.WilayahCode, *Issue) {
	var dotted string
	switch len(d) {
	case 2:
		if !fromNumber {
			return finishCode(raw, d, nil)
		}
		dotted = d
	case 4:
		dotted = d[:2] + "." + d[2:]
	case 6:
		dotted = d[:2] + "." + d[2:4] + "." + d[4:]
	case 10:
		dotted = d[:2] + "." + d[2:4] + "." + d[4:6] + "." + d[6:]
		if d[6] < '1' || d[6] > '3' {
			return "", &Issue{
				Code: CodeBadCode, Severity: Rejected, Value: raw,
				Reason: gis.T("Kode %s bukan kode Kemendagri: bagian desa mulai dengan 1, 2 atau 3. Barangkali ini kode BPS; impor dengan kolom kode Kemendagri, kode BPS masuk kolom tersendiri",
					"The code %s is no Kemendagri code: its village part starts with 1, 2 or 3. It may be a BPS code; import with the column of Kemendagri codes, BPS codes have a column of their own", raw),
			}
		}
	case 7:
		return "", &Issue{
			Code: CodeBadCode, Severity: Rejected, Value: raw,
			Reason: gis.T("Kode %s bertujuh angka: itu kode kecamatan BPS, bukan Kemendagri", "The code %s has seven digits: that is a BPS kecamatan code, not a Kemendagri one", raw),
		}
	default:
		return finishCode(raw, d, nil)
	}
	return finishCode(raw, dotted, &Issue{
		Code: CodeCodeNormalised, Severity: Note, Value: raw,
		Reason: gis.T("Kode ditulis tanpa titik", "The code is written without dots"),
		Action: gis.T("Dibaca sebagai %s", "Read as %s", dotted),
	})
}

// finishCode applies the rules of gis and the table of provinsi.
func finishCode(raw, t string, note *Issue) (gis.WilayahCode, *Issue) {
	code, err := gis.ParseWilayahCode(t)
	if err != nil {
		return "", &Issue{Code: CodeBadCode, Severity: Rejected, Value: clip(raw, 60), Reason: textOf(err)}
	}
	if gis.ProvinsiName(code) == "" {
		return "", &Issue{
			Code: CodeUnknownProvinsi, Severity: Rejected, Value: raw,
			Reason: gis.T("Kode %s: tidak ada provinsi %s. Periksa dua angka pertamanya", "The code %s: there is no provinsi %s. Check its first two digits", code, code[:2]),
		}
	}
	return code, note
}

// textOf takes the two-language message out of an error.
func textOf(err error) gis.Text {
	var known *gis.Error
	if errors.As(err, &known) {
		return known.Message
	}
	return gis.T("%v", "%v", err)
}
