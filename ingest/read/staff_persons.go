package read

import (
	"crypto/rand"
	"strings"

	"jangkau/gis"
)

// personCounter counts the rows of a list of persons without keeping anybody. A
// person is told from another by keyed hashes whose key is drawn for this run and
// lost with it, so that neither a report nor a core dump of a later run can match
// people. Names and numbers never reach an issue, a row or an error.
//
// Whoever bears a number (NIK, NIP and others) is one person in the whole file, of
// each period, whichever of them a row gives: where a second row puts them at another
// facility or in another profession they count at the first, and the row is flagged.
// A name alone is no such proof: two of one name at two facilities are two.
type personCounter struct {
	key     []byte
	cells   []staffCell   // one a row
	rows    []personMarks // of each cell
	columns []string
}

func newPersonCounter() (*personCounter, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return &personCounter{key: key}, nil
}

func (p *personCounter) add(c staffCell, cols columns, row tableRow, r *reader) {
	if p.columns == nil {
		p.columns = personTitles(cols)
	}
	if c.total {
		r.report.Skipped++
		return
	}
	c.ProfessionRaw = c.category
	p.cells, p.rows = append(p.cells, c), append(p.rows, p.marks(c, cols, row))
}

// counts ends the reading: the rows are counts now and the persons are forgotten.
func (p *personCounter) counts(r *reader) []staffCell {
	unknown := 0 // rows with neither a number nor a name
	for _, m := range p.rows {
		if len(m.all) == 0 {
			unknown++
		}
	}
	persons := p.persons(r)
	duplicates := len(p.cells) - len(persons)
	clear(p.key)
	p.cells, p.rows = nil, nil
	at := map[personGroup]int{}
	var out []staffCell
	for _, c := range persons {
		c.sortKlaster()
		i, known := at[c.personGroup()]
		if !known {
			i, at[c.personGroup()] = len(out), len(out)
			c.Count = 0
			out = append(out, *c)
		}
		out[i].Count++
	}
	// Rows that went into a count are not lost: the report's sum must come out.
	r.report.Skipped += duplicates + len(persons) - len(out)
	r.issue(Issue{
		Code: CodePersonalData, Severity: Note, Field: strings.Join(p.columns, ", "),
		Reason: gis.T("Berkas ini daftar orang (%d orang, %d baris berulang)", "The file is a list of persons (%d persons, %d repeated rows)", len(persons), duplicates),
		Action: gis.T("Dihitung menjadi %d baris jumlah, tiap orang sekali; nama dan nomor pribadi tidak disimpan", "Counted into %d rows of counts, each person once; names and personal numbers are not kept", len(out)),
	})
	if unknown > 0 {
		r.issue(Issue{
			Code: CodePersonUnknown, Severity: Suspicious,
			Reason: gis.T("%d baris tanpa nama dan nomor: tidak dapat diketahui apakah orangnya berulang", "%d rows have neither a name nor a number: whether they repeat somebody cannot be told", unknown),
			Action: gis.T("Masing-masing dihitung satu orang", "Each is counted as one person"),
		})
	}
	return out
}

// persons brings the rows of each person to one cell, in the order in which they first
// stand, and tells what contradicts.
func (p *personCounter) persons(r *reader) []*staffCell {
	of, against := samePersons(p.rows)
	type person struct {
		cell *staffCell
		nip  personHash
	}
	var none personHash
	seen := map[int]*person{}
	var out []*staffCell
	for i := range p.cells {
		c, m := &p.cells[i], p.rows[i]
		if j := against[i]; j >= 0 {
			r.issue(Issue{
				Line: c.Line, Code: CodePersonConflict, Severity: Suspicious,
				Reason: gis.T("NIP (atau nomor lain) di baris ini juga milik baris %d, yang NIK-nya lain", "The NIP, or another number, of this line is also that of line %d, whose NIK is another", p.cells[j].Line),
				Action: gis.T("Dihitung sebagai orang lain, sebab satu NIK satu orang; bila orangnya sama, perbaiki NIK-nya lalu impor lagi", "Counted as somebody else, since a NIK is one person's; if they are the same, mend the NIK and import again"),
			})
		}
		was := seen[of[i]]
		if was == nil {
			seen[of[i]] = &person{c, m.nip}
			out = append(out, c)
			continue
		}
		if was.nip != none && m.nip != none && was.nip != m.nip {
			r.issue(Issue{
				Line: c.Line, Code: CodePersonConflict, Severity: Suspicious,
				Reason: gis.T("Orang yang sama pada baris %d tercatat dengan NIP lain", "The same person stands on line %d with another NIP", was.cell.Line),
				Action: gis.T("Dihitung sekali; bila orangnya lain, perbaiki NIK atau nomornya lalu impor lagi", "Counted once; if they are two, mend the NIK or the number and import again"),
			})
		}
		if was.nip == none {
			was.nip = m.nip
		}
		p.again(was.cell, *c, r)
	}
	return out
}

// again meets a person a second time: the klaster they serve are joined, and what
// contradicts the first row is flagged.
func (p *personCounter) again(first *staffCell, c staffCell, r *reader) {
	place := foldHeader(first.FacilityName) != foldHeader(c.FacilityName) || first.FacilityCode != c.FacilityCode
	switch {
	case place:
		r.issue(Issue{
			Line: c.Line, Code: CodeDuplicatePerson, Severity: Suspicious,
			Reason: gis.T("Orang yang sama pada baris %d tercatat di fasilitas lain", "The same person stands on line %d at another facility", first.Line),
			Action: gis.T("Dihitung sekali, di fasilitas pada baris %d; perbaiki daftarnya bila keliru", "Counted once, at the facility of line %d; mend the list if that is wrong", first.Line),
		})
		return
	case first.Profession != c.Profession:
		r.issue(Issue{
			Line: c.Line, Code: CodeDuplicatePerson, Severity: Suspicious,
			Reason: gis.T("Orang yang sama pada baris %d tercatat dengan jenis tenaga lain", "The same person stands on line %d with another profession", first.Line),
			Action: gis.T("Dihitung sekali, menurut baris %d; perbaiki daftarnya bila keliru", "Counted once, as on line %d; mend the list if that is wrong", first.Line),
		})
	default:
		r.note(Issue{
			Line: c.Line, Code: CodeDuplicatePerson, Reason: gis.T("Orang yang sama sudah ada di fasilitas ini (baris %d)", "The same person already stands at this facility (line %d)", first.Line),
			Action: gis.T("Dihitung sekali; klasternya digabung", "Counted once; the klaster are joined"),
		})
	}
	first.join(c)
}
