package graph

import (
	"context"
	"slices"
	"strings"

	"jangkau/gis"
	"jangkau/graph/model"
)

// staff is workforceStaff.
func (q *request) staff(ctx context.Context, ask gis.StaffQuestion, first *int, after *string) (*model.StaffCountConnection, error) {
	if err := checkStaffGroups(ask.Group); err != nil {
		return nil, err
	}
	p, err := page(ctx, first, after, 100, ask)
	if err != nil {
		return nil, err
	}
	l, err := q.reader.WorkforceStaff(ctx, ask, p.Page)
	if err != nil {
		return nil, err
	}
	list, info, err := edges(p, l.List, func(r gis.StaffCountRow, c string) *model.StaffCountEdge {
		if r.FacilityID != nil {
			q.facility.expect(*r.FacilityID)
		}
		if r.WilayahCode != nil {
			q.wilayah.expect(*r.WilayahCode)
		}
		r.MarkNotStated(ask.Group)
		return &model.StaffCountEdge{Node: &r, Cursor: c}
	})
	return &model.StaffCountConnection{Ask: ask, TotalCount: l.List.Total, Total: &l.Total, Edges: list, PageInfo: info}, err
}

func checkStaffGroups(groups []gis.StaffGroup) error {
	if len(groups) == 0 {
		return &gis.Error{Kind: gis.Invalid, Field: "groupBy", Message: gis.T(
			"groupBy kosong; sebutkan sedikitnya satu, misalnya [EMPLOYMENT_STATUS]", "groupBy is empty; name at least one, such as [EMPLOYMENT_STATUS]")}
	}
	for i, g := range groups {
		if slices.Contains(groups[:i], g) {
			return &gis.Error{Kind: gis.Invalid, Field: "groupBy", Message: gis.T(
				"%s disebut dua kali dalam groupBy; sebutkan satu kali", "groupBy names %s twice; name it once", g)}
		}
	}
	return nil
}

var staffGroupWords = map[gis.StaffGroup]gis.Text{
	gis.StaffByFacility:   gis.T("fasilitas", "facility"),
	gis.StaffByProfession: gis.T("jenis tenaga", "profession"),
	gis.StaffByStatus:     gis.T("status kepegawaian", "employment status"),
	gis.StaffByFunding:    gis.T("sumber dana", "funding"),
	gis.StaffByLevel:      gis.T("jenjang jabatan", "level"),
	gis.StaffByKlaster:    gis.T("klaster", "klaster"),
	gis.StaffByRole:       gis.T("peran dalam klaster", "role in the klaster"),
	gis.StaffByKecamatan:  gis.T("kecamatan", "kecamatan"),
	gis.StaffByKabupaten:  gis.T("kabupaten/kota", "kabupaten/kota"),
}

func (q *request) notStated(groups []gis.StaffGroup) *string {
	if len(groups) == 0 {
		return nil
	}
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = staffGroupWords[g].In(q.lang)
	}
	text := q.text("tidak disebut: ", "not stated: ") + strings.Join(words, ", ")
	return &text
}

var staffMethod = gis.T(
	"Tenaga tiap fasilitas menurut periode terbarunya sampai tanggal itu; bila beberapa daftar menyebut hal yang sama, satu yang dihitung. Yang tidak disebut daftarnya berada di baris sendiri. Menurut klaster, seseorang ada di baris tiap klasternya, dan satu kali dalam total",
	"Each facility's staff by its latest period up to the day; where several lists speak of the same, one counts. What a list does not state is a row of its own. By klaster, a person is in the row of each of theirs, and once in total")

func (q *request) staffProvenance(ctx context.Context, c *model.StaffCountConnection) (*model.Provenance, error) {
	byKlaster := c.Ask.Klaster != nil || slices.Contains(c.Ask.Group, gis.StaffByKlaster) || slices.Contains(c.Ask.Group, gis.StaffByRole)
	t := &told{q: q, method: staffMethod}
	t.area(c.Ask.Area)
	for _, k := range c.Ask.Klaster {
		t.parameter("klaster", k)
	}
	for _, p := range c.Ask.Professions {
		t.parameter("profession", p)
	}
	// What is counted here is counted over professions and klaster asked for; the evidence
	// knows of neither, and of a rule that nobody asked.
	t.narrow = func(e *gis.Evidence) {
		e.WithoutStandard, e.NeedUnknown, e.Shared, e.Unplaced = 0, 0, 0, 0
		e.WithoutStaff, e.NotMapped, e.AtPustu = c.Total.WithoutStaff, c.Total.NotMapped, int(c.Total.AtUnnamedPustu)
		e.StaffUnknownState, e.StaffNoFacility = int(c.Total.StatusNotStated), int(c.Total.NoFacility)
		e.Unlisted = slices.DeleteFunc(e.Unlisted, func(u gis.Unlisted) bool {
			return c.Ask.Professions != nil && !slices.Contains(c.Ask.Professions, u.Profession)
		})
		if slices.Contains(c.Ask.Group, gis.StaffByKlaster) {
			e.Shared = int(c.Total.InSeveralKlaster)
		}
	}
	if byKlaster {
		t.count(int(c.Total.Unplaced), "KLASTER_UNKNOWN", "%d orang tidak ditempatkan di klaster mana pun dan mungkin melayani klaster mana saja: di baris sendiri, atau tidak dihitung bila klaster tertentu ditanyakan",
			"%d people are placed in no klaster and may serve any: in a row of their own, or left out where certain klaster are asked for")
	}
	return t.provenance(ctx, gis.EvidenceQuestion{
		Area: c.Ask.Area, AsOf: c.Ask.AsOf, Facility: true, Kinds: c.Ask.Kinds, Posyandu: slices.Contains(c.Ask.Kinds, gis.KindPosyandu),
		Workforce: &gis.WorkforceQuestion{Area: c.Ask.Area, Kinds: c.Ask.Kinds, AsOf: c.Ask.AsOf},
	})
}
