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
//
// Whoever bears a number (NIK, NIP) is one person in the whole file, of each
// period: where a second row puts them at another facility or in another
// profession they count at the first, and the row is flagged. A name alone is no
// such proof: two of one name at two facilities are two.
type personCounter struct {
	key        []byte
	seen       map[[sha256.Size]byte]int // the person's place in cells
	cells      []staffCell               // one a person, until they are counted
	unknown    int                       // rows with neither a number nor a name
	duplicates int
	columns    []string
}

type personGroup struct {
	facility, code, place, profession, employment, funding, klaster, role, roles, level string
	period                                                                              int64
}

func (c staffCell) personGroup() personGroup {
	return personGroup{
		foldHeader(c.FacilityName), c.FacilityCode, foldHeader(c.Workplace), c.Profession, foldHeader(c.EmploymentStatus), foldHeader(c.Funding),
		strings.Join(c.Klaster, ";"), foldHeader(c.Role), foldHeader(strings.Join(c.Roles, ";")), foldHeader(c.Level), c.Period.Unix(),
	}
}

func newPersonCounter() (*personCounter, error) {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return &personCounter{key: key, seen: map[[sha256.Size]byte]int{}}, nil
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
	c.ProfessionRaw = c.category
	var parts []string
	if number := personNumber(cols.get(row, FieldPersonID)); number != "" {
		parts = []string{"number", number}
	} else if name := foldHeader(cols.get(row, FieldPersonName)); name != "" {
		parts = []string{"name", name, foldHeader(c.FacilityName), c.FacilityCode, c.Profession}
	}
	if parts == nil {
		p.unknown++
		p.cells = append(p.cells, c)
		return
	}
	sum := p.hash(append(parts, c.Period.String()))
	first, again := p.seen[sum]
	if !again {
		p.seen[sum] = len(p.cells)
		p.cells = append(p.cells, c)
		return
	}
	p.duplicates++
	r.report.Skipped++
	p.again(&p.cells[first], c, r)
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

// join adds the klaster of another row of the same person, each with that row's role:
// whoever leads one is anggota in another.
func (c *staffCell) join(again staffCell) {
	if c.Roles == nil && foldHeader(c.Role) != foldHeader(again.Role) {
		c.Roles = slices.Repeat([]string{c.Role}, len(c.Klaster))
	}
	for _, k := range again.Klaster {
		if c.serves(k, again.Role) {
			continue
		}
		c.Klaster = append(slices.Clone(c.Klaster), k)
		if c.Roles != nil {
			c.Roles = append(c.Roles, again.Role)
		}
	}
}

// serves reports whether the klaster is known already, in that role where roles differ.
func (c *staffCell) serves(klaster, role string) bool {
	for i, k := range c.Klaster {
		if k == klaster && (c.Roles == nil || foldHeader(c.Roles[i]) == foldHeader(role)) {
			return true
		}
	}
	return false
}

// sortKlaster makes cells that say the same alike.
func (c *staffCell) sortKlaster() {
	if c.Roles == nil {
		slices.Sort(c.Klaster)
		return
	}
	pairs := make([][2]string, len(c.Klaster))
	for i, k := range c.Klaster {
		pairs[i] = [2]string{k, c.Roles[i]}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	c.Klaster, c.Roles = make([]string, len(pairs)), make([]string, len(pairs))
	for i, p := range pairs {
		c.Klaster[i], c.Roles[i] = p[0], p[1]
	}
}

func (p *personCounter) hash(parts []string) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, p.key)
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Sum(sum[:0])
	return sum
}

// personNumber is a number that tells a person from others: neither 3.51E+15, which
// many share, nor what stands for none ("-", "0", 9999999999999999).
func personNumber(s string) string {
	if scientific.MatchString(strings.TrimSpace(s)) {
		return ""
	}
	n := foldHeader(s)
	digits := 0
	for _, r := range n {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < 6 || strings.Trim(n, n[:1]) == "" {
		return ""
	}
	return n
}

// counts ends the reading: the rows are counts now and the persons are forgotten.
func (p *personCounter) counts(r *reader) []staffCell {
	persons := len(p.cells)
	clear(p.key)
	clear(p.seen)
	at := map[personGroup]int{}
	var out []staffCell
	for _, c := range p.cells {
		c.sortKlaster()
		i, known := at[c.personGroup()]
		if !known {
			i, at[c.personGroup()] = len(out), len(out)
			c.Count = 0
			out = append(out, c)
		}
		out[i].Count++
	}
	p.cells = nil
	// Rows that went into a count are not lost: the report's sum must come out.
	r.report.Skipped += persons - len(out)
	r.issue(Issue{
		Code: CodePersonalData, Severity: Note, Field: strings.Join(p.columns, ", "),
		Reason: gis.T("Berkas ini daftar orang (%d orang, %d baris berulang)", "The file is a list of persons (%d persons, %d repeated rows)", persons, p.duplicates),
		Action: gis.T("Dihitung menjadi %d baris jumlah, tiap orang sekali; nama dan nomor pribadi tidak disimpan", "Counted into %d rows of counts, each person once; names and personal numbers are not kept", len(out)),
	})
	if p.unknown > 0 {
		r.issue(Issue{
			Code: CodePersonUnknown, Severity: Suspicious,
			Reason: gis.T("%d baris tanpa nama dan nomor: tidak dapat diketahui apakah orangnya berulang", "%d rows have neither a name nor a number: whether they repeat somebody cannot be told", p.unknown),
			Action: gis.T("Masing-masing dihitung satu orang", "Each is counted as one person"),
		})
	}
	return out
}
