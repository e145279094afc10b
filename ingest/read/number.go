package read

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	wholeNumber  = regexp.MustCompile(`^[+-]?\d+([.,]0{1,2})?$`)
	grouped      = regexp.MustCompile(`^\d{1,3}(\.\d{3})+$|^\d{1,3}(,\d{3})+$|^\d{1,3}([ \x{00a0}\x{202f}]\d{3})+$`)
	plainDecimal = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?$`)
)

// parseDecimal reads a number with a decimal point or comma.
func parseDecimal(s string) (float64, bool) {
	s = strings.ReplaceAll(strings.Trim(s, " \t\u00a0'"), "−", "-")
	if !plainDecimal.MatchString(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// countForm is how a count is written.
type countForm int

const (
	countPlain   countForm = iota // 1234, 1234.0
	countGrouped                  // 1.234: separators between thousands, or a fraction of three digits
	countDecimal                  // 12.5: a fraction
	countBad
)

// parseCount reads a number of people. For countGrouped the value is that of the
// grouped reading; whether to believe it depends on the whole column.
func parseCount(s string) (float64, countForm) {
	s = strings.Trim(s, " \t\u00a0'")
	if wholeNumber.MatchString(s) {
		v, ok := parseDecimal(s)
		if !ok || math.Abs(v) > maxCount {
			return 0, countBad
		}
		return v, countPlain
	}
	if grouped.MatchString(s) && s[0] != '0' {
		v, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(s), 64)
		if err != nil || v > maxCount {
			return 0, countBad
		}
		return v, countGrouped
	}
	if v, ok := parseDecimal(s); ok && math.Abs(v) <= maxCount {
		if v == math.Trunc(v) {
			return v, countPlain // 1.2E+4 and the like
		}
		return v, countDecimal
	}
	return 0, countBad
}

// maxCount is above anything Indonesia can hold and far below what an int can.
const maxCount = 1e9

// singleGroup reports whether a grouped number has one separator only, so that it
// could be a fraction: 1.234, but not 1.234.567.
func singleGroup(s string) bool {
	return strings.Count(s, ".")+strings.Count(s, ",") == 1
}

var months = map[string]time.Month{
	"januari": 1, "jan": 1, "january": 1, "februari": 2, "feb": 2, "february": 2, "maret": 3, "mar": 3, "march": 3,
	"april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7,
	"agustus": 8, "agu": 8, "ags": 8, "aug": 8, "august": 8, "september": 9, "sep": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10,
	"november": 11, "nov": 11, "desember": 12, "des": 12, "dec": 12, "december": 12,
}

var (
	dayFirst = regexp.MustCompile(`^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$`)
	dayWord  = regexp.MustCompile(`^(\d{1,2})[- ]([A-Za-z]+)[- ](\d{4})$`)
	yearOnly = regexp.MustCompile(`^(19|20)\d{2}(\.0)?$`)
	serial   = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
)

// parseDate reads a date as written in Indonesia: 2024-05-17, 17/05/2024,
// 17 Mei 2024, or the serial number a workbook keeps. The day comes first: a
// month above 12 is an error and never a reason to swap. A bare year is told
// apart, because 1 January would be an invention.
func parseDate(s string, workbook bool) (t time.Time, bareYear, ok bool) {
	s = strings.TrimSpace(s)
	if yearOnly.MatchString(s) {
		y, _ := strconv.Atoi(s[:4])
		return time.Date(y, time.January, 1, 0, 0, 0, 0, time.UTC), true, true
	}
	if workbook && serial.MatchString(s) {
		days, _ := strconv.ParseFloat(s, 64)
		return time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)), false, true
	}
	if len(s) >= 10 {
		iso, rest := s[:10], s[10:]
		if v, err := time.Parse(time.DateOnly, iso); err == nil && (rest == "" || rest[0] == 'T' || rest[0] == ' ') {
			return v, false, true
		}
	}
	var d, m, y int
	if p := dayFirst.FindStringSubmatch(s); p != nil {
		d, _ = strconv.Atoi(p[1])
		m, _ = strconv.Atoi(p[2])
		y, _ = strconv.Atoi(p[3])
	} else if p := dayWord.FindStringSubmatch(s); p != nil {
		d, _ = strconv.Atoi(p[1])
		m = int(months[strings.ToLower(p[2])])
		y, _ = strconv.Atoi(p[3])
	}
	v := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	// time.Date carries 31 June over to 1 July: such a date is not one.
	if m < 1 || v.Day() != d || int(v.Month()) != m || y < 1900 {
		return time.Time{}, false, false
	}
	return v, false, true
}

// parseFlag reads yes or no.
func parseFlag(s string) (value, ok bool) {
	switch foldHeader(s) {
	case "ya", "y", "yes", "ada", "1", "true", "benar", "v", "iya", "rawatinap", "ri", "poned", "ponek", "mampuponed", "mampuponek":
		return true, true
	case "tidak", "t", "no", "n", "0", "false", "tidakada", "salah", "nonrawatinap", "nonri", "tdk", "nonponed", "nonponek", "bukan":
		return false, true
	}
	if s = strings.TrimSpace(s); s == "✓" || s == "√" {
		return true, true
	} else if s == "-" || s == "–" {
		return false, true
	}
	return false, false
}
