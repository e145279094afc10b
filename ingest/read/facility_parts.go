package read

import (
	"regexp"
	"strings"
	"time"

	"jangkau/gis"
)

var pairPattern = regexp.MustCompile(`^\(?\s*([+-−]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-−]?\d+(?:\.\d+)?)\s*\)?$`)

// location reads the point. What cannot be one is dropped and told, and the
// facility stays: it can still be matched to its desa by name.
func (f *facilityReader) location(c columns, row tableRow, fac *Facility) {
	lonText, latText := c.get(row, FieldLon), c.get(row, FieldLat)
	column := c.title(FieldLon)
	if lonText == "" && latText == "" {
		if pair := c.get(row, FieldCoordinate); pair != "" {
			column = c.title(FieldCoordinate)
			m := pairPattern.FindStringSubmatch(pair)
			if m == nil {
				f.dropped(row.line, CodeBadCoordinate, column, pair, gis.T("Koordinat tidak terbaca; tulis sebagai lintang, bujur dalam derajat desimal", "The coordinate cannot be read; write it as latitude, longitude in decimal degrees"))
				return
			}
			latText, lonText = m[1], m[2]
		}
	}
	if lonText == "" && latText == "" {
		f.note(Issue{
			Line: row.line, Code: CodeNoCoordinate, Value: fac.Name,
			Reason: gis.T("Fasilitas tanpa koordinat", "The facility has no coordinate"), Action: gis.T("Dimuat; dicocokkan dengan desanya lewat kode atau nama", "Loaded; matched to its desa by code or name"),
		})
		return
	}
	lon, okLon := parseDecimal(lonText)
	lat, okLat := parseDecimal(latText)
	both := "lat " + latText + ", lon " + lonText
	switch {
	case !okLon || !okLat:
		f.dropped(row.line, CodeBadCoordinate, column, both, gis.T("Koordinat (%s) bukan dua bilangan; tulis derajat desimal, misalnya -8.3469 dan 114.2811", "The coordinate (%s) is not two numbers; write decimal degrees, as in -8.3469 and 114.2811", both))
		return
	case lon == 0 && lat == 0:
		f.dropped(row.line, CodeZeroCoordinate, column, both, gis.T("Koordinat 0, 0 terletak di lepas pantai Afrika: berarti kosong", "The coordinate 0, 0 lies off Africa: it means empty"))
		return
	case !inIndonesia(lon, lat) && inIndonesia(lat, lon):
		fac.Swapped = true
		f.flag(row.line, CodeLatLonSwapped, column, both, gis.T("Lintang dan bujur tertukar (%s): baru terletak di Indonesia bila dibalik. Perbaiki di sumbernya", "Latitude and longitude are swapped (%s): it lies in Indonesia only when turned round. Mend it at the source", both))
	case !onEarth(lon, lat):
		f.dropped(row.line, CodeBadCoordinate, column, both, gis.T("Koordinat (%s) tidak ada di bumi; barangkali tanda desimalnya hilang", "The coordinate (%s) is nowhere on earth; its decimal point may be missing", both))
		return
	case !inIndonesia(lon, lat):
		f.flag(row.line, CodeOutsideIndonesia, column, both, gis.T("Koordinat (%s) di luar Indonesia", "The coordinate (%s) is outside Indonesia", both))
	}
	fac.Lon, fac.Lat = &lon, &lat
}

// dropped tells that a row was loaded without its point.
func (f *facilityReader) dropped(line int, code, column, value string, reason gis.Text) {
	f.issue(Issue{
		Line: line, Code: code, Severity: Suspicious, Field: column, Value: clip(value, 80), Reason: reason,
		Action: gis.T("Fasilitas dimuat tanpa koordinat", "The facility is loaded without a coordinate"),
	})
}

// kind decides what the facility is. An exact kind word in the name wins over the
// column, since names are what people on the ground use; the column decides where
// the name says nothing or only nearly says it.
func (f *facilityReader) kind(c columns, row tableRow, fac *Facility) {
	raw := c.get(row, FieldKind)
	column, known := columnKind(raw)
	fac.KindRaw = raw
	if raw == "" {
		fac.KindRaw = c.get(row, FieldKindHint)
	}
	title := c.title(FieldName)
	named := gis.KindFromName(fac.Name)
	fac.Kind, fac.KindFrom = gis.KindLain, KindFromNone
	if known {
		fac.Kind, fac.KindFrom = column.Kind, KindFromColumn
	}
	switch {
	case named.Former:
		fac.Kind, fac.KindFrom, fac.Former, fac.KindGuess = gis.KindLain, KindFromName, true, named.Guess
		f.flag(row.line, CodeKindFormer, title, fac.Name, gis.T("Nama ini menyebut bekas %s: bukan lagi fasilitas itu", "The name speaks of a former %s: it is that no longer", named.Word))
	case named.Kind != "" && !known:
		fac.Kind, fac.KindFrom = named.Kind, KindFromName
	case named.Kind != "" && (named.Kind == column.Kind || named.Generic && isKlinik(column.Kind)):
		fac.KindFrom = KindFromBoth
	case named.Kind != "" && column.Generic && isKlinik(named.Kind):
		fac.Kind, fac.KindFrom = named.Kind, KindFromBoth
	case named.Kind != "":
		fac.Kind, fac.KindFrom = named.Kind, KindFromName
		f.flag(row.line, CodeKindConflict, c.title(FieldKind), raw, gis.T("Kolom jenis menyebut %s, nama %q menyebut %s; nama yang dipakai", "The kind column says %s, the name %q says %s; the name is used", column.Kind, fac.Name, named.Kind))
	case named.Guess != "":
		fac.KindGuess = named.Guess
		if known && column.Kind == named.Guess {
			fac.KindGuess = "" // the column settles it
			break
		}
		f.flag(row.line, CodeKindSlip, title, fac.Name, gis.T("%q hampir berarti %s, tetapi bukan ejaannya; seseorang perlu memutuskan", "%q nearly spells %s but does not; somebody has to decide", named.Word, named.Guess))
	case !known && raw != "":
		f.note(Issue{
			Line: row.line, Code: CodeKindUnknown, Field: c.title(FieldKind), Value: raw,
			Reason: gis.T("Jenis %q tidak dikenal", "The kind %q is not known", raw), Action: gis.T("Dimuat sebagai LAIN", "Loaded as LAIN"),
		})
	case !known:
		f.note(Issue{
			Line: row.line, Code: CodeKindUnknown, Field: title, Value: fac.Name,
			Reason: gis.T("Jenis fasilitas tidak terbaca dari kolom maupun nama", "Neither a column nor the name tells the kind"), Action: gis.T("Dimuat sebagai LAIN", "Loaded as LAIN"),
		})
	}
	if named.OnlyKind {
		f.flag(row.line, CodeNameIsKind, title, fac.Name, gis.T("Namanya hanya jenisnya; lengkapi dengan nama tempat", "Its name is only its kind; add the place"))
	}
	if fac.Kind == gis.KindPuskesmas && fac.RawatInap == nil {
		fac.RawatInap = inpatientIn(raw)
	}
}

func isKlinik(k gis.FacilityKind) bool {
	return k == gis.KindKlinikPratama || k == gis.KindKlinikUtama
}

// columnKind reads a kind column: our own constants, else the words of a name.
func columnKind(raw string) (gis.NameKind, bool) {
	if k := gis.FacilityKind(strings.ToUpper(strings.ReplaceAll(raw, " ", "_"))); gis.ValidKind(k) {
		return gis.NameKind{Kind: k}, true
	}
	k := gis.KindFromName(raw)
	return k, k.Kind != "" && !k.Former
}

// inpatientIn reads "Puskesmas Non Rawat Inap" and "Puskesmas Rawat Inap".
func inpatientIn(kind string) *bool {
	folded := foldHeader(kind)
	if !strings.Contains(folded, "rawatinap") {
		return nil
	}
	v := !strings.Contains(folded, "nonrawatinap") && !strings.Contains(folded, "tidakrawatinap")
	return &v
}

func (f *facilityReader) flags(c columns, row tableRow, fac *Facility) {
	for _, x := range []struct {
		field string
		into  **bool
	}{{FieldRawatInap, &fac.RawatInap}, {FieldPONED, &fac.PONED}, {FieldPONEK, &fac.PONEK}} {
		s := c.get(row, x.field)
		if s == "" {
			continue
		}
		if v, ok := parseFlag(s); ok {
			*x.into = &v
			continue
		}
		f.issue(Issue{
			Line: row.line, Code: CodeBadFlag, Severity: Suspicious, Field: c.title(x.field), Value: clip(s, 40),
			Reason: gis.T("Bukan ya atau tidak", "Neither yes nor no"), Action: gis.T("Dianggap tidak diketahui", "Taken as unknown"),
		})
	}
}

func (f *facilityReader) dates(c columns, row tableRow, fac *Facility) {
	for _, x := range []struct {
		field string
		into  **time.Time
	}{{FieldOpened, &fac.Opened}, {FieldClosed, &fac.Closed}} {
		s := c.get(row, x.field)
		if s == "" || s == "-" {
			continue
		}
		t, bareYear, ok := parseDate(s, f.report.Format == string(formatXLSX))
		if !ok {
			f.issue(Issue{
				Line: row.line, Code: CodeBadDate, Severity: Suspicious, Field: c.title(x.field), Value: clip(s, 40),
				Reason: gis.T("Bukan tanggal; tulis 2024-05-17 atau 17/05/2024 (hari dahulu)", "Not a date; write 2024-05-17 or 17/05/2024 (day first)"), Action: gis.T("Dianggap tidak diketahui", "Taken as unknown"),
			})
			continue
		}
		if bareYear && x.field == FieldClosed {
			t = time.Date(t.Year(), time.December, 31, 0, 0, 0, 0, time.UTC) // open through the year it closed in
		}
		*x.into = &t
	}
	if fac.Opened != nil && fac.Closed != nil && fac.Closed.Before(*fac.Opened) {
		f.flag(row.line, CodeBadDate, c.title(FieldClosed), c.get(row, FieldClosed), gis.T("Ditutup sebelum dibuka", "Closed before it opened"))
	}
}
