package ingest

import (
	"cmp"
	"context"
	"strconv"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

func numbered(key string, n int) string { return key + "#" + strconv.Itoa(n) }

// place finds the desa of each point and the kabupaten of each row.
func (p *facilityPlan) place(ctx context.Context) error {
	var points []network.Point
	var located []*facilityRow
	for _, r := range p.rows {
		if r.point != nil {
			points = append(points, *r.point)
			located = append(located, r)
		}
	}
	found, err := p.load.LocatePoints(ctx, points)
	if err != nil {
		return err
	}
	for i, r := range located {
		r.at = found[i]
	}
	top, err := p.load.Places(ctx, nil)
	if err != nil {
		return err
	}
	p.gaz = gis.NewGazetteer(top)
	for _, r := range p.rows {
		p.findKabupaten(r)
	}
	all, err := p.load.Places(ctx, p.kabupaten())
	if err != nil {
		return err
	}
	p.gaz = gis.NewGazetteer(all)
	for _, r := range p.rows {
		p.settlePlace(r)
	}
	return nil
}

// findKabupaten goes by what the row declares (a desa code, a kabupaten column,
// --within) before where its point lies.
func (p *facilityPlan) findKabupaten(r *facilityRow) {
	w := p.opts.Within
	switch {
	case r.DesaCode != "":
		r.kabupaten, r.declaredKb = r.DesaCode[:5], true
	case r.KabupatenName != "" && p.gaz.KabupatenNamed(r.KabupatenName) != "":
		r.kabupaten, r.declaredKb = p.gaz.KabupatenNamed(r.KabupatenName), true
	case len(w) >= 5:
		r.kabupaten, r.declaredKb = w[:5], true
	case r.at.Desa != "" && !p.elsewhere(r, r.at.Desa):
		r.kabupaten = r.at.Desa[:5]
	case r.at.Desa == "" && r.at.Nearest != "" && r.at.NearestM <= InferKabupatenM && !p.elsewhere(r, r.at.Nearest):
		r.kabupaten = r.at.Nearest[:5]
	}
	if r.at.Desa != "" && p.elsewhere(r, r.at.Desa) {
		p.tell(r, CodeOutsideProvinsi, read.Suspicious, "point", r.ProvinsiName,
			gis.T("%s: daftar menyebut provinsi %s, tetapi titiknya di %s", "%s: the list says provinsi %s, but its point lies in %s",
				r.Name, r.ProvinsiName, gis.ProvinsiName(r.at.Desa)), flagged)
	}
	if w != "" && r.declaredKb && !r.kabupaten.Within(w) && !w.Within(r.kabupaten) {
		p.tell(r, CodeOutsideWithin, read.Suspicious, "", string(r.kabupaten),
			gis.T("Baris ini menyebut kabupaten/kota %s, di luar %s", "The row declares kabupaten/kota %s, outside %s", p.gaz.Label(r.kabupaten), w), flagged)
	}
}

// elsewhere reports whether the row names another provinsi than that of code: a
// point near the border, of a list wider than the boundaries loaded, must not be
// counted for the neighbour.
func (p *facilityPlan) elsewhere(r *facilityRow, code gis.WilayahCode) bool {
	named := gis.ProvinsiNamed(r.ProvinsiName)
	return named != "" && !gis.SameProvinsi(named, code)
}

// settlePlace finds the kecamatan of a column, and takes the desa of a point for
// the facility's only where it is in the kabupaten that the list says: the
// declared one counts.
func (p *facilityPlan) settlePlace(r *facilityRow) {
	if r.KecamatanName != "" && r.kabupaten != "" {
		k := p.gaz.KecamatanNamed(r.kabupaten, r.KecamatanName)
		switch {
		case k != "" && !r.KecamatanDerived:
			r.kecamatan = k
		case k == "" && !r.KecamatanDerived:
			p.tell(r, CodeKecamatanUnknown, read.Note, "kecamatan", r.KecamatanName,
				gis.T("Tidak ada kecamatan %q yang dikenal di %s", "No kecamatan %q is known in %s", r.KecamatanName, p.gaz.Label(r.kabupaten)),
				gis.T("Dicocokkan tanpa kecamatan", "Matched without the kecamatan"))
		}
	}
	p.locate(r)
}

func (p *facilityPlan) locate(r *facilityRow) {
	r.located = ""
	if r.at.Desa != "" && !p.elsewhere(r, r.at.Desa) && (r.kabupaten == "" || r.at.Desa[:5] == r.kabupaten) {
		r.located = r.at.Desa
	}
}

var flagged = gis.T("Dimuat apa adanya dan ditandai", "Loaded as it stands and flagged")

// flagPlaces says which places look wrong. A row whose place is not the one used
// is compared with the one used, no more.
func (p *facilityPlan) flagPlaces(ctx context.Context) error {
	type question struct {
		r       *facilityRow
		areas   []gis.WilayahCode
		declare bool
	}
	var asked []question
	var pairs []PointArea
	ask := func(r *facilityRow, declare bool, areas ...gis.WilayahCode) {
		asked = append(asked, question{r, areas, declare})
		for _, a := range areas {
			pairs = append(pairs, PointArea{*r.point, a})
		}
	}
	for _, r := range p.rows {
		switch {
		case r.point == nil:
		case r.kept[gis.EditPoint]: // told by keepMended
		case !r.places:
			p.flagApart(r)
		case r.located == "":
			p.flagOutside(r)
		case r.declared != "" && r.declared != r.located:
			ask(r, true, r.declared)
		case r.declared == "":
			if areas := p.namesake(r); len(areas) > 0 {
				ask(r, false, areas...)
			}
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	metres, err := p.load.AreaDistances(ctx, pairs)
	if err != nil {
		return err
	}
	for _, q := range asked {
		area, m := nearest(q.areas, metres[:len(q.areas)])
		metres = metres[len(q.areas):]
		if q.declare {
			p.flagDeclared(q.r, m)
		} else if m < 0 || m > NameToleranceM {
			p.flagNamesake(q.r, area, m)
		}
	}
	return nil
}

func nearest(areas []gis.WilayahCode, metres []float64) (gis.WilayahCode, float64) {
	best := 0
	for i, m := range metres {
		if m >= 0 && (metres[best] < 0 || m < metres[best]) {
			best = i
		}
	}
	return areas[best], metres[best]
}

// namesake is the desa (or for a puskesmas, failing that, the kecamatan) that the
// facility is called after, where its point lies in none of them.
func (p *facilityPlan) namesake(r *facilityRow) []gis.WilayahCode {
	if r.fold == "" || !gis.NamedAfterPlace(r.Kind) {
		return nil
	}
	var named []gis.WilayahCode
	if !gis.NamedAfterKecamatan(r.Name) {
		named = p.gaz.DesaNamed(r.kabupaten, r.fold)
	}
	if len(named) == 0 && r.Kind == gis.KindPuskesmas {
		if k := p.gaz.KecamatanNamed(r.kabupaten, r.fold); k != "" {
			named = []gis.WilayahCode{k}
		}
	}
	for _, c := range named {
		if r.located.Within(c) {
			return nil
		}
	}
	return named
}

func (p *facilityPlan) flagNamesake(r *facilityRow, area gis.WilayahCode, m float64) {
	if area.Level() == gis.Kecamatan {
		p.tell(r, CodeNameOtherKec, read.Suspicious, "name", r.Name,
			gis.T("%s: titiknya di %s, %s dari kecamatan yang menjadi namanya", "%s: its point lies in %s, %s from the kecamatan of its name", r.Name, p.gaz.Label(r.located), km(m)), flagged)
		return
	}
	id, en := "", ""
	if k := p.gaz.KecamatanNamed(r.kabupaten, r.fold); k != "" && r.located.Within(k) {
		id, en = " (masih di kecamatan bernama sama)", " (still within the kecamatan of that name)"
	}
	p.tell(r, CodeNameOtherDesa, read.Suspicious, "name", r.Name,
		gis.T("%s: titiknya di %s, %s dari desa yang menjadi namanya"+id, "%s: its point lies in %s, %s from the desa of its name"+en, r.Name, p.gaz.Name(r.located), km(m)), flagged)
}

func (p *facilityPlan) flagDeclared(r *facilityRow, m float64) {
	p.tell(r, CodeDesaDisagrees, read.Suspicious, "desa", p.gaz.Name(r.declared),
		gis.T("Menurut daftar di %s, tetapi titiknya di %s, %s dari sana", "Declared in %s, but its point lies in %s, %s from there", p.gaz.Label(r.declared), p.gaz.Label(r.located), km(m)),
		gis.T("Desa yang disebut daftar yang dihitung; ditandai", "The declared desa counts; flagged"))
}

// flagOutside tells of a point in no desa, or in another kabupaten.
func (p *facilityPlan) flagOutside(r *facilityRow) {
	at := strconv.FormatFloat(r.point.Lat, 'f', -1, 64) + ", " + strconv.FormatFloat(r.point.Lon, 'f', -1, 64)
	switch {
	case r.at.Desa != "":
		p.tell(r, CodeOutsideKabupaten, read.Suspicious, "point", at,
			gis.T("Menurut daftar di %s, tetapi titiknya di %s (%s)", "Declared in %s, but its point lies in %s (%s)", p.gaz.Label(r.kabupaten), p.gaz.Label(r.at.Desa), r.at.Desa),
			gis.T("Tetap dihitung di kabupaten/kota yang disebut; ditandai", "Still counted in the kabupaten/kota declared; flagged"))
	case r.kabupaten == "" || !p.gaz.Mapped(r.kabupaten):
		p.unmapped++
	case r.at.Nearest == "":
		p.tell(r, CodePointOutside, read.Suspicious, "point", at,
			gis.T("%s: titiknya lebih dari 50 km dari desa mana pun di %s", "%s: its point lies over 50 km from any desa of %s", r.Name, p.gaz.Label(r.kabupaten)), flagged)
	default:
		p.tell(r, CodePointOutside, read.Suspicious, "point", at,
			gis.T("%s: titiknya tidak di desa mana pun (di laut atau di luar batas yang dimuat), %s dari desa terdekat, %s", "%s: its point lies in no desa (in the sea or beyond the boundaries loaded), %s from the nearest, %s",
				r.Name, km(r.at.NearestM), p.gaz.Name(r.at.Nearest)), flagged)
	}
}

// flagApart compares the place a list gives with the one used.
func (p *facilityPlan) flagApart(r *facilityRow) {
	used := p.finalPoint(r)
	if used == nil || r.twin != nil {
		return
	}
	m := gis.DistanceM(*r.point, *used)
	if m <= SourcesDisagreeM {
		return
	}
	p.apart++
	here := r.at.Desa
	if here == "" {
		here = r.at.Nearest
	}
	p.tell(r, CodeSourcesDisagree, read.Suspicious, "point", r.Name,
		gis.T("%s: tempat menurut daftar ini (di atau dekat %s) %s dari tempat yang dipakai (%s)", "%s: this list's place (in or near %s) is %s from the one used (%s)",
			r.Name, cmp.Or(p.gaz.Name(here), "-"), km(m), cmp.Or(p.gaz.Name(r.known.Located), "-")),
		gis.T("Tempat yang sudah tersimpan tetap dipakai; ditandai", "The place already stored stays; flagged"))
}

// km is a distance as people say it.
func km(m float64) string {
	switch {
	case m < 0:
		return "?"
	case m < 950:
		return strconv.Itoa(int(m+5)/10*10) + " m"
	case m < 10_000:
		return strconv.FormatFloat(m/1000, 'f', 1, 64) + " km"
	}
	return strconv.FormatFloat(m/1000, 'f', 0, 64) + " km"
}
