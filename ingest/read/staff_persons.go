package read

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strings"

	"jangkau/gis"
)

// personCounter counts the rows of a list of persons without keeping anybody. A
// person is told from another by a keyed hash whose key is drawn for this run and
// lost with it, so that neither a report nor a core dump of a later run can match
// people. Names and numbers never reach an issue, a row or an error.
type personCounter struct {
	key        []byte
	seen       map[[sha256.Size]byte]bool
	groups     map[personGroup]*staffCell
	order      []personGroup
	unknown    int // rows with neither a number nor a name
	duplicates int
	columns    []string
}

type personGroup struct {
	facility, code, profession, employment, funding, klaster string
	period                                                   int64
}

func newPersonCounter() (*personCounter, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return &personCounter{key: key, seen: map[[sha256.Size]byte]bool{}, groups: map[personGroup]*staffCell{}}, nil
}

func (p *personCounter) add(c staffCell, cols columns, row tableRow, r *reader) {
	if p.columns == nil {
		for _, f := range []string{FieldPersonID, FieldPersonName} {
			if cols.has(f) {
				p.columns = append(p.columns, cols.title(f))
			}
		}
	}
	if c.total {
		r.report.Skipped++
		return
	}
	id := strings.TrimSpace(cols.get(row, FieldPersonID))
	if scientific.MatchString(id) {
		id = "" // 3.51E+15 is shared by many: it tells nobody apart
	}
	if id == "" {
		id = foldHeader(cols.get(row, FieldPersonName))
	}
	g := personGroup{foldHeader(c.FacilityName), c.FacilityCode, c.Profession, foldHeader(c.EmploymentStatus), foldHeader(c.Funding), strings.Join(c.Klaster, ";"), c.Period.Unix()}
	if id == "" {
		p.unknown++
	} else {
		// The same person may work at two facilities or in two years: once in each.
		h := hmac.New(sha256.New, p.key)
		for _, part := range []string{id, g.facility, g.code, g.profession} {
			h.Write([]byte(part))
			h.Write([]byte{0})
		}
		h.Write([]byte(c.Period.String()))
		var sum [sha256.Size]byte
		h.Sum(sum[:0])
		if p.seen[sum] {
			p.duplicates++
			r.report.Skipped++
			r.note(Issue{Line: row.line, Code: CodeDuplicatePerson, Reason: gis.T("Orang yang sama sudah ada di fasilitas ini", "The same person already stands at this facility"), Action: gis.T("Dihitung sekali", "Counted once")})
			return
		}
		p.seen[sum] = true
	}
	if p.groups[g] == nil {
		c.Count = 0
		c.ProfessionRaw = c.category
		p.groups[g] = &c
		p.order = append(p.order, g)
	}
	p.groups[g].Count++
}

// counts ends the reading: the rows are counts now and the persons are forgotten.
func (p *personCounter) counts(r *reader) []staffCell {
	persons := len(p.seen) + p.unknown
	clear(p.key)
	clear(p.seen)
	out := make([]staffCell, 0, len(p.order))
	for _, g := range p.order {
		out = append(out, *p.groups[g])
	}
	slices.SortStableFunc(out, func(a, b staffCell) int { return a.Line - b.Line })
	// Rows that went into a count are not lost: the report's sum must come out.
	r.report.Skipped += persons - len(out)
	r.issue(Issue{
		Code: CodePersonalData, Severity: Note, Field: strings.Join(p.columns, ", "),
		Reason: gis.T("Berkas ini daftar orang (%d orang)", "The file is a list of persons (%d persons)", persons),
		Action: gis.T("Dihitung menjadi %d baris jumlah, tiap orang sekali; nama dan nomor pribadi tidak disimpan", "Counted into %d rows of counts, each person once; names and personal numbers are not kept", len(out)),
	})
	return out
}
