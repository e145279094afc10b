package read

import (
	"context"
	"errors"
	"strings"

	"jangkau/gis"
)

// begin decides between counts and a list of persons.
func (s *staffReader) begin(c columns) error {
	if !c.has(FieldFacility) && !c.has(FieldFacilityCode) {
		if c.has(FieldProfession) && facilitiesAmong(c.header) > 1 {
			return invalid("Lembar ini menulis jenis tenaga pada baris dan fasilitas pada kolom. Putar dahulu agar satu baris satu fasilitas: salin, lalu tempel khusus dengan Transpose",
				"The sheet has professions in rows and facilities in columns. Turn it around first, so that a row is a facility: copy, then paste special with Transpose")
		}
		return invalid("Kolom fasilitas (unit, puskesmas, nama_faskes atau kode_faskes) tidak ada. Kolom yang terbaca: %s", "There is no column of the facility (unit, puskesmas, nama_faskes or kode_faskes). The columns read: %s", clip(strings.Join(c.header, " | "), 300))
	}
	counts, person := c.has(FieldCount), len(personTitles(c)) > 0
	if counts && person {
		// A list of persons may say 1 beside each.
		ones, err := s.onePerRow()
		if err != nil {
			return err
		}
		counts = !ones
	}
	switch {
	case counts && person:
		s.note(Issue{
			Code: CodePersonalData, Field: strings.Join(personTitles(c), ", "), Reason: gis.T("Berkas memuat kolom data pribadi", "The file has columns of personal data"),
			Action: gis.T("Kolom itu tidak dibaca; yang dimuat hanya jumlah", "Those columns are not read; only counts are loaded"),
		})
	case counts:
	case person:
		var err error
		if s.persons, err = newPersonCounter(); err != nil {
			return err
		}
	default:
		return invalid("Kolom jumlah tidak ada (jumlah, count, n), dan berkas ini bukan daftar pegawai. Kolom yang terbaca: %s", "There is no column of counts (jumlah, count, n), and this is no list of persons. The columns read: %s", clip(strings.Join(c.header, " | "), 300))
	}
	return nil
}

// facilitiesAmong is how many titles say which kind of facility they name.
func facilitiesAmong(titles []string) int {
	n := 0
	for _, t := range titles {
		if words := strings.Fields(t); len(words) > 1 && gis.KindFromName(t).Kind != "" {
			n++
		}
	}
	return n
}

// onePerRow reports whether every row that names a person counts one.
func onePerRow(ctx context.Context, path string, o Options) (bool, error) {
	r := newReader(Options{Sheet: o.Sheet, Columns: o.Columns})
	r.private = true
	t, err := openTable(ctx, path, r, staffFields, false)
	if err != nil {
		return false, err
	}
	ones, more := 0, false
	err = eachRow(ctx, t, r, staffFields, func(c columns, row tableRow) error {
		count := dashZero(c.get(row, FieldCount))
		if count == "" || totalName(c.get(row, FieldFacility)) || !namesPerson(c, row) {
			return nil
		}
		if v, form := parseCount(count); v != 1 || form == countBad || form == countDecimal {
			more = true
			return errStop
		}
		ones++
		return nil
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return ones > 0 && !more, err
}
