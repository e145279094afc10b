package read

import (
	"crypto/hmac"
	"crypto/sha256"
	"regexp"
	"strings"
)

// numberFields are the columns whose numbers tell one person from another; personFields
// are all columns about persons.
var (
	numberFields = []string{FieldNIK, FieldNIP, FieldPersonID}
	personFields = append(numberFields[:len(numberFields):len(numberFields)], FieldPersonName)
)

// personTitles is what a table calls its columns about persons.
func personTitles(c columns) []string {
	var out []string
	for _, f := range personFields {
		if c.has(f) {
			out = append(out, c.title(f))
		}
	}
	return out
}

// namesPerson reports whether a row holds a name or a number of somebody.
func namesPerson(c columns, row tableRow) bool {
	for _, f := range personFields {
		if c.get(row, f) != "" {
			return true
		}
	}
	return false
}

// personHash stands for a number or a name of somebody; the zero value for none.
type personHash [sha256.Size]byte

// personMarks are what a row tells a person by.
type personMarks struct {
	all      []personHash // its numbers; without any, its name
	nik, nip personHash
}

// marks hashes what a row of a period tells about who it is. A number is the same
// whichever column it stands in: people without a NIP have their NIK there.
func (p *personCounter) marks(c staffCell, cols columns, row tableRow) (m personMarks) {
	period := c.Period.String()
	for _, f := range numberFields {
		number := personNumber(cols.get(row, f))
		if number == "" {
			continue
		}
		h := p.hash("number", number, period)
		m.all = append(m.all, h)
		switch f {
		case FieldNIK:
			m.nik = h
		case FieldNIP:
			m.nip = h
		}
	}
	if name := foldHeader(cols.get(row, FieldPersonName)); len(m.all) == 0 && name != "" {
		m.all = []personHash{p.hash("name", name, foldHeader(c.FacilityName), c.FacilityCode, c.Profession, period)}
	}
	return m
}

func (p *personCounter) hash(parts ...string) (sum personHash) {
	h := hmac.New(sha256.New, p.key)
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Sum(sum[:0])
	return sum
}

// roundedNIP is a NIP that a spreadsheet took for a number, of which it keeps 15 digits:
// the last three count who began on the same day, from 001.
var roundedNIP = regexp.MustCompile(`^\d{15}000$`)

// personNumber is a number that tells a person from others: neither 3.51E+15, which
// many share, nor a day, nor what stands for none ("-", "0", 9999999999999999).
func personNumber(s string) string {
	s = strings.TrimSpace(s)
	if _, _, day := parseDate(s, false); day || scientific.MatchString(s) {
		return ""
	}
	n := foldHeader(s)
	digits := 0
	for _, r := range n {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < 6 || strings.Trim(n, n[:1]) == "" || roundedNIP.MatchString(n) {
		return ""
	}
	return n
}

// samePersons joins rows into persons: rows that share a number, or are joined by
// others that do, are one, in whatever order they stand. A NIK is one person's, so that
// rows joined by a NIP that stands beside two NIK are two persons. of is the person
// of each row, an id that says nothing; against is, of a row with which a second NIK
// comes in, an earlier row that its numbers lead to, else -1.
func samePersons(rows []personMarks) (of, against []int) {
	parent := make([]int, len(rows))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[personHash]int{}
	for i, m := range rows {
		parent[i] = i
		for _, h := range m.all {
			if j, seen := first[h]; seen {
				a, b := root(i), root(j)
				parent[max(a, b)] = min(a, b)
			} else {
				first[h] = i
			}
		}
	}
	var none personHash
	firstOf := map[personHash]int{}   // of each NIK, the row it first stands in
	nikOf := map[int]int{}            // of each set of joined rows, the first that has a NIK
	besideNIK := map[personHash]int{} // of each number, the first row that has it beside a NIK
	of, against = make([]int, len(rows)), make([]int, len(rows))
	for i, m := range rows {
		against[i] = -1
		if m.nik == none {
			continue
		}
		if _, seen := firstOf[m.nik]; !seen {
			firstOf[m.nik] = i
			if other, seen := nikOf[root(i)]; seen {
				against[i] = other
			} else {
				nikOf[root(i)] = i
			}
		}
		for _, h := range m.all {
			if j, seen := besideNIK[h]; !seen {
				besideNIK[h] = i
			} else if against[i] >= 0 && rows[j].nik != m.nik {
				against[i] = j // the nearer cause
			}
		}
	}
	for i, m := range rows {
		of[i] = root(i)
		if m.nik != none {
			of[i] = firstOf[m.nik]
		} else if j, seen := nikOf[root(i)]; seen {
			of[i] = j
		}
	}
	return of, against
}
