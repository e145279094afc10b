package workforce

import (
	"math"

	"jangkau/gis"
)

// Workload is what there is to do, for one profession at one facility.
type Workload struct {
	WKTMinutes float64 // that one person works in a year: an input, since sources differ
	Main       []Main
	Support    []Support
	Individual []Individual
	// RoundSBK rounds each SBK to a whole number, as printed tables do.
	RoundSBK bool
}

// Main is an activity of the profession's own (tugas pokok): so many units a year, each
// of so many minutes.
type Main struct{ Volume, NormMinutes float64 }

// Support is what everybody in the profession does beside (tugas penunjang; WISN:
// category allowance), as a percentage of WKT or in minutes a year.
type Support struct{ Percent, MinutesYear float64 }

// Individual is what certain persons do beside (WISN: individual allowance).
type Individual struct{ MinutesYear, Persons float64 }

// Need computes it: JKT x STP, plus what certain persons do beside. It fails with
// Invalid for figures that cannot be, and where supporting activities take all the time
// there is.
func (w Workload) Need() (gis.WorkloadNeed, error) {
	n := gis.WorkloadNeed{Sbk: []float64{}}
	if !(w.WKTMinutes > 0) || math.IsInf(w.WKTMinutes, 0) {
		return n, gis.NewError(gis.Invalid, "WKT harus lebih dari 0 menit setahun, bukan %v", "The working time (WKT) must be above 0 minutes a year, not %v", w.WKTMinutes)
	}
	for _, m := range w.Main {
		if !(m.NormMinutes > 0) || !(m.Volume >= 0) || math.IsInf(m.NormMinutes, 0) || math.IsInf(m.Volume, 0) {
			return n, gis.NewError(gis.Invalid, "Norma waktu harus lebih dari 0 menit dan capaian tidak negatif, bukan %v dan %v",
				"A norm must be above 0 minutes and a volume not negative, not %v and %v", m.NormMinutes, m.Volume)
		}
		sbk := w.WKTMinutes / m.NormMinutes
		if w.RoundSBK {
			sbk = math.Round(sbk)
		}
		if sbk == 0 {
			return n, gis.NewError(gis.Invalid, "Norma waktu %v menit melebihi WKT, sehingga SBK yang dibulatkan menjadi 0",
				"A norm of %v minutes exceeds the working time (WKT), so that the rounded SBK is 0", m.NormMinutes)
		}
		n.Sbk = append(n.Sbk, sbk)
		n.Jkt += m.Volume / sbk
	}
	for _, s := range w.Support {
		if !(s.Percent >= 0) || !(s.MinutesYear >= 0) {
			return n, gis.NewError(gis.Invalid, "Tugas penunjang tidak boleh negatif", "Supporting activities must not be negative")
		}
		n.FtpPercent += s.Percent + 100*s.MinutesYear/w.WKTMinutes
	}
	if n.FtpPercent >= 100-noise { // 0.1 + 66.6 + 33.3 are 100, and less in floating point
		return n, gis.NewError(gis.Invalid,
			"Jumlah FTP %.4g %% mencapai atau melebihi 100 %%: tidak ada waktu tersisa bagi tugas pokok; periksa tugas penunjang dan WKT",
			"The sum of FTP, %.4g %%, is at or over 100 %%: no time is left for the main activities; check the supporting activities and the working time (WKT)", n.FtpPercent)
	}
	for _, i := range w.Individual {
		if !(i.MinutesYear >= 0) || !(i.Persons >= 0) {
			return n, gis.NewError(gis.Invalid, "Tugas perorangan tidak boleh negatif", "Individual allowances must not be negative")
		}
		n.Individual += i.MinutesYear * i.Persons / w.WKTMinutes
	}
	n.Stp = 1 / (1 - n.FtpPercent/100)
	n.Need = n.Jkt*n.Stp + n.Individual
	if math.IsInf(n.Need, 0) || math.IsNaN(n.Need) {
		return n, gis.NewError(gis.Invalid, "Angka-angkanya terlalu besar untuk dihitung", "The figures are too large to compute with")
	}
	n.NeedNearest, n.NeedUp = Round(n.Need, gis.RoundNearest), Round(n.Need, gis.RoundUp)
	return n, nil
}
