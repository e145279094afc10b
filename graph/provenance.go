package graph

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/graph/model"
)

// told gathers one answer's provenance.
type told struct {
	q          *request
	method     gis.Text
	parameters []*model.Parameter
	caveats    []*model.Caveat
	also       []*gis.DataSource   // beside those of the evidence
	narrow     func(*gis.Evidence) // where the question is narrower than what its evidence counts
}

func (t *told) parameter(name string, value any) {
	t.parameters = append(t.parameters, &model.Parameter{Name: name, Value: fmt.Sprint(value)})
}

// caveat tells it once: several travel questions rest on the same roads.
func (t *told) caveat(code string, text gis.Text) {
	if slices.ContainsFunc(t.caveats, func(c *model.Caveat) bool { return c.Code == code && c.TextID == text.ID }) {
		return
	}
	t.caveats = append(t.caveats, &model.Caveat{Code: code, Text: text.In(t.q.lang), TextID: text.ID, TextEn: text.EN})
}

// count adds a caveat about n things, none where there are none.
func (t *told) count(n int, code, id, en string, args ...any) {
	if n > 0 {
		t.caveat(code, gis.T(id, en, append([]any{n}, args...)...))
	}
}

func (t *told) area(a gis.Area) {
	t.parameter("within", a.Within)
	if a.Puskesmas != nil {
		t.parameter("puskesmas", strconv.FormatInt(*a.Puskesmas, 10))
	}
}

// provenance asks the store what the answer rests on and says so.
func (t *told) provenance(ctx context.Context, ask gis.EvidenceQuestion) (*model.Provenance, error) {
	e, err := t.q.reader.Evidence(ctx, ask)
	if err != nil {
		return nil, err
	}
	if t.narrow != nil {
		t.narrow(&e)
	}
	sources := e.Sources
	for _, d := range t.also {
		if !slices.ContainsFunc(sources, func(have *gis.DataSource) bool { return have.ID == d.ID }) {
			sources = append(sources, d)
		}
	}
	out := &model.Provenance{
		Sources: sources, AsOf: ask.AsOf, Method: t.method.In(t.q.lang), Parameters: t.parameters,
		Network: e.Network, ComputedAt: t.q.now.UTC().Truncate(time.Second),
	}
	for _, d := range sources {
		out.Demo = out.Demo || d.Kind == gis.Demo
	}
	if out.Demo {
		t.caveat("DEMO_DATA", gis.T("Sebagian data ini peragaan, bukan data nyata", "Some of this data is made up for demonstration"))
	}
	if e.NoServiceArea {
		t.caveat("NO_SERVICE_AREA", gis.T("Wilayah kerja puskesmas ini belum dimuat, sehingga desanya tidak diketahui",
			"The service area of this puskesmas is not loaded, so that its desa are not known"))
	}
	t.count(e.WithoutPeople, "PEOPLE_UNKNOWN", "Penduduk %d desa/kelurahan tidak diketahui", "The people of %d desa or kelurahan are not known")
	t.count(e.WithoutDesa, "FACILITIES_WITHOUT_DESA", "%d fasilitas belum diketahui desanya, sehingga tidak dihitung untuk desa mana pun",
		"%d facilities have no known desa and count for none")
	t.workforce(e)
	t.count(e.Uncovered, "ROADS_PARTIAL", "Data jalan tidak mencakup %d desa/kelurahan; perjalanan dari sana tidak dihitung",
		"The loaded roads do not cover %d desa or kelurahan; travel from there is not computed")
	out.Caveats = t.caveats
	if out.Caveats == nil {
		out.Caveats = []*model.Caveat{}
	}
	return out, nil
}

// travelled adds what a travel figure was computed from.
func (t *told) travelled(ctx context.Context, asked model.TravelAsked, ask *gis.EvidenceQuestion) error {
	p, err := t.q.travel.pin(ctx)
	if err != nil {
		return err
	}
	kinds := make([]string, len(asked.Kinds))
	for i, k := range asked.Kinds {
		kinds[i] = string(k)
	}
	if len(kinds) > 0 {
		t.parameter("kind", strings.Join(kinds, ","))
	}
	t.parameter("profile", asked.Profile)
	if asked.Variant != "" {
		t.parameter("variant", asked.Variant)
	}
	t.parameter("by", asked.By)
	t.parameter("travelVersion", p.Version())
	ask.Dataset = p.Revisions().Dataset
	if err := t.profile(ctx, p, asked); err != nil {
		return err
	}
	switch {
	case p.Building():
		t.caveat("NETWORK_BUILDING", gis.T("Jaringan jalan sedang disiapkan; ulangi sebentar lagi", "The road network is being prepared; ask again shortly"))
	case p.Dataset() == nil:
		t.caveat("NO_ROADS", gis.T("Belum ada data jalan yang dimuat; perjalanan tidak dihitung", "No roads are loaded; travel is not computed"))
	}
	closed, err := p.UnknownClasses(ctx, queryOf(asked))
	if err != nil {
		return err
	}
	t.count(len(closed), "ROAD_CLASSES_CLOSED", "%d golongan jalan tanpa kecepatan pada profil %s dianggap tertutup: %s",
		"%d classes of road for which the profile %s has no speed are taken as closed: %s", asked.Profile, strings.Join(closed, ", "))
	if len(asked.Kinds) == 0 {
		return nil // nothing of a kind is travelled to
	}
	n, err := p.Unplaced(queryOf(asked))
	t.count(n, "FACILITIES_WITHOUT_PLACE", "%d fasilitas di seluruh data tidak punya letak, sehingga tidak dapat menjadi tujuan",
		"%d facilities in all data have no place and cannot be travelled to")
	return err
}
