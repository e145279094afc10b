package paper

import (
	"math"
	"strconv"
	"strings"

	"jangkau/gis"
)

// count writes a whole number with the thousands of its language.
func (s *sheet) count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), s.say(".", ","))
}

// number writes a figure with so many decimals, without zeros at its end.
func (s *sheet) number(v float64, decimals int) string {
	scale := math.Pow10(decimals)
	text := strconv.FormatFloat(math.Round(v*scale)/scale, 'f', -1, 64)
	whole, part, some := strings.Cut(text, ".")
	n, _ := strconv.Atoi(whole)
	out := s.count(n)
	if whole == "-0" {
		out = "-0"
	}
	if some {
		out += s.say(",", ".") + part
	}
	return out
}

// unknown is what stands where a figure is not known: never a zero.
func (s *sheet) unknown() string { return s.say("tidak diketahui", "not known") }

func (s *sheet) countOr(n *int) string {
	if n == nil {
		return s.unknown()
	}
	return s.count(*n)
}

func (s *sheet) numberOr(v *float64, decimals int) string {
	if v == nil {
		return "–"
	}
	return s.number(*v, decimals)
}

func (s *sheet) minutes(seconds *float64) string {
	if seconds == nil {
		return "–"
	}
	return s.number(*seconds/60, 1)
}

func (s *sheet) km(metres *float64) string {
	if metres == nil {
		return "–"
	}
	return s.number(*metres/1000, 1)
}

var months = [2][12]string{
	{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// day writes a date out, as it came where it is none.
func (s *sheet) day(d gis.Date) string {
	p := strings.Split(string(d), "-")
	if len(p) != 3 {
		return string(d)
	}
	m, err := strconv.Atoi(p[1])
	if err != nil || m < 1 || m > 12 {
		return string(d)
	}
	lang := 0
	if s.lang == "en" {
		lang = 1
	}
	return strings.TrimLeft(p[2], "0") + " " + months[lang][m-1] + " " + p[0]
}

func (s *sheet) status(g gis.GapStatus) string {
	switch g {
	case gis.Has:
		return s.say("ADA", "HAS")
	case gis.Lacks:
		return s.say("BELUM ADA", "LACKS")
	}
	return s.say("BELUM DIDATA", "NOT KNOWN")
}

func (s *sheet) rule(r gis.PustuRule) string {
	switch r {
	case gis.RuleEquivalent:
		return s.say("Ada yang setara", "Equivalent")
	case gis.RuleServed:
		return s.say("Terlayani", "Served")
	case gis.RuleFunctional:
		return s.say("Berfungsi", "Functional")
	}
	return s.say("Gedung ada", "Building")
}

func (s *sheet) units(u gis.WilayahUnits) string {
	switch u {
	case gis.OnlyDesa:
		return "desa"
	case gis.OnlyKelurahan:
		return "kelurahan"
	}
	return s.say("desa dan kelurahan", "desa and kelurahan")
}

func (s *sheet) profile(p gis.TravelProfile) string {
	switch p {
	case gis.ProfileWalk:
		return s.say("berjalan kaki", "on foot")
	case gis.ProfileCar:
		return s.say("mobil", "by car")
	case gis.ProfileBoat:
		return s.say("perahu", "by boat")
	}
	return s.say("sepeda motor", "by motorcycle")
}

// metric is what nearest means.
func (s *sheet) metric(by gis.TravelMetric) string {
	if by == gis.ByDistance {
		return s.say("menurut jarak", "by distance")
	}
	return s.say("menurut waktu", "by time")
}

func (s *sheet) kinds(kinds []gis.FacilityKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = strings.ReplaceAll(string(k), "_", " ")
	}
	return strings.Join(words, s.say(" atau ", " or "))
}

// why says why there is no trip.
func (s *sheet) why(r *gis.TripReason) string {
	if r == nil {
		return ""
	}
	switch *r {
	case gis.NoFacility:
		return s.say("tidak ada fasilitas jenis ini", "no such facility is known")
	case gis.NoRoadWithinSnap:
		return s.say("tidak ada jalan di dekatnya", "no road near it")
	case gis.OtherComponent:
		return s.say("jalan tidak terhubung", "the roads do not connect")
	case gis.RoadDataMissing:
		return s.say("data jalan belum mencakup tempat ini", "road data do not cover it")
	case gis.NetworkBuilding:
		return s.say("jaringan jalan sedang disiapkan", "the road network is being prepared")
	}
	return s.say("desa belum punya titik", "the desa has no point")
}
