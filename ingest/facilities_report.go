package ingest

import (
	"cmp"
	"slices"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// openCase is a match case whose facility is known when ids are given.
type openCase struct {
	MatchCase
	row *facilityRow
}

// ask leaves a question for a person.
func (p *facilityPlan) ask(r *facilityRow, subject, key, given string, candidates []gis.MatchCandidate) {
	if candidates == nil {
		candidates = []gis.MatchCandidate{}
	}
	p.cases = append(p.cases, openCase{row: r, MatchCase: MatchCase{
		Subject: subject, Key: key, Given: given, Line: r.Line,
		Candidates: candidates[:min(len(candidates), gis.MaxCandidates)],
	}})
}

// askKinds asks about slips of a kind word.
func (p *facilityPlan) askKinds() {
	for _, r := range p.rows {
		if r.KindGuess == "" {
			continue
		}
		p.ask(r, SubjectKind, caseKey(r, gis.FoldName(r.Name)), r.Name,
			[]gis.MatchCandidate{{Value: string(r.KindGuess), Label: string(r.KindGuess), Score: gis.ShortlistSimilarity}})
	}
}

// tell keeps an issue about a row.
func (p *facilityPlan) tell(r *facilityRow, code string, s read.Severity, field, value string, reason, action gis.Text) {
	p.issues = append(p.issues, Issue{Issue: read.Issue{Line: r.Line, Code: code, Severity: s, Field: field, Value: value, Reason: reason, Action: action}})
}

// issuesByLine gives each issue the facility that its row became, and puts them in
// the order of the file.
func (p *facilityPlan) issuesByLine() []Issue {
	rows := make(map[int]*facilityRow, len(p.rows))
	for _, r := range p.rows {
		rows[r.Line] = r
	}
	for i := range p.issues {
		if r := rows[p.issues[i].Line]; r != nil && p.issues[i].FacilityID == 0 {
			p.issues[i].FacilityID = r.id
			p.issues[i].Wilayah = cmp.Or(r.declared, r.located, r.area())
		}
	}
	slices.SortStableFunc(p.issues, func(a, b Issue) int { return cmp.Compare(a.Line, b.Line) })
	if p.unmapped > 0 {
		p.issues = append(p.issues, Issue{Issue: read.Issue{
			Code: CodeUnmapped, Severity: read.Note,
			Reason: gis.T("%d titik terletak di daerah yang batas desanya belum dimuat", "%d points lie where no desa boundaries are loaded", p.unmapped),
			Action: gis.T("Dimuat tanpa desa; impor ulang setelah batasnya dimuat", "Loaded without a desa; import again once the boundaries are loaded"),
		}})
	}
	return p.issues
}

func (p *facilityPlan) tellMissing(done FacilityOutcome) {
	for _, m := range done.Missing {
		i := missingIssue(m.Wilayah, m.Name, m.Closed)
		i.FacilityID = m.Facility
		p.issues = append(p.issues, i)
	}
}

// summary is what a person should read besides the counts.
func (p *facilityPlan) summary() []gis.Text {
	var point, desa, none int
	kinds := map[gis.FacilityKind]int{}
	for _, r := range p.rows {
		if r.twin != nil {
			continue
		}
		kinds[r.Kind]++
		switch {
		case p.finalPoint(r) != nil:
			point++
		case r.declared != "" || r.known != nil && r.known.Declared != "":
			desa++
		default:
			none++
		}
	}
	var out []gis.Text
	for _, k := range gis.FacilityKinds {
		if kinds[k] > 0 {
			out = append(out, gis.T("%s: %d fasilitas", "%s: %d facilities", k, kinds[k]))
		}
	}
	out = append(out, gis.T("lokasi: %d dengan titik, %d lewat desanya, %d tidak diketahui", "location: %d with a point, %d by their desa, %d unknown", point, desa, none))
	if p.merged > 0 {
		out = append(out, gis.T("%d sudah dikenal dari daftar lain, %d di antaranya berselisih tempat lebih dari %d km",
			"%d were known from another list, %d of them over %d km apart", p.merged, p.apart, SourcesDisagreeM/1000))
	}
	if n := len(p.cases); n > 0 {
		out = append(out, gis.T("%d pertanyaan menunggu keputusan: jangkau match list", "%d questions wait for a decision: jangkau match list", n))
	}
	return out
}
