package graph

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/graph/model"
)

// The methods of the answers, in words that a reader can check them by.
var (
	desaMethod = gis.T(
		"Daftar desa dan kelurahan menurut kode; penduduk menurut angka terbaru yang dimuat; tidak ada yang dibuang",
		"Desa and kelurahan by code; people by the newest figure loaded; none is dropped")
	facilityMethod = gis.T(
		"Fasilitas menurut desa yang dinyatakan daftarnya, kalau tidak ada menurut letak titiknya",
		"Facilities by the desa their list declares, else by where their point lies")
	pustuMethod = gis.T(
		"Desa HAS bila memenuhi aturan pada tanggal itu; LACKS hanya bila daftar jenis itu dinyatakan lengkap untuk wilayahnya; selain itu UNKNOWN. Penduduk menurut angka terbaru",
		"A desa HAS one if it meets the rule on the day; it LACKS one only where a register of that kind is declared complete for it; else it is UNKNOWN. People by the newest figure")
	travelMethod = gis.T(
		"Perjalanan terdekat menuju fasilitas lewat jaringan jalan dari titik penduduk tiap desa: jalan kaki ke jalan, jalan, lalu jalan kaki ke fasilitas; desa dinilai dengan perjalanan orang mediannya; fasilitas wilayah tetangga ikut",
		"Nearest trip to a facility over the road network from each desa's demand points: on foot to the road, the road, on foot to the facility; a desa by its median person's trip; facilities of neighbouring wilayah count")
	tripMethod = gis.T(
		"Perjalanan terdekat dari titik itu menuju fasilitas: jalan kaki ke jalan, jalan, lalu jalan kaki ke fasilitas; atau jalan kaki seluruhnya di daratan yang sama bila lebih dekat",
		"Nearest trips from the point to a facility: on foot to the road, the road, on foot to the facility; or on foot all the way on the same landmass where that is nearer")
)

func (q *request) desaProvenance(ctx context.Context, c *model.DesaConnection) (*model.Provenance, error) {
	t := &told{q: q, method: desaMethod}
	t.area(c.Ask.Area)
	t.parameter("units", c.Ask.Units)
	return t.provenance(ctx, gis.EvidenceQuestion{Area: c.Ask.Area, AsOf: q.day(nil), People: true})
}

func (q *request) facilityProvenance(ctx context.Context, c *model.FacilityConnection) (*model.Provenance, error) {
	t := &told{q: q, method: facilityMethod}
	t.area(c.Ask.Area)
	return t.provenance(ctx, gis.EvidenceQuestion{Area: c.Ask.Area, AsOf: q.day(nil), Facility: true, Kinds: c.Ask.Kinds})
}

// pustuKinds are those that any of the four rules may count.
var pustuKinds = []gis.FacilityKind{gis.KindPustu, gis.KindPonkesdes, gis.KindPoskesdes, gis.KindPolindes, gis.KindPKD}

func (q *request) gapProvenance(ctx context.Context, c *model.DesaGapConnection) (*model.Provenance, error) {
	t := &told{q: q, method: pustuMethod}
	t.area(c.Ask.Area)
	t.parameter("rule", c.Ask.Rule)
	t.parameter("units", c.Ask.Units)
	if c.Ask.Since != nil {
		t.parameter("since", *c.Ask.Since)
	}
	ask := gis.EvidenceQuestion{
		Area: c.Ask.Area, AsOf: c.Ask.AsOf, People: true, Facility: true, Kinds: pustuKinds,
		Register: true, Staff: true,
	}
	for _, a := range c.Travel {
		if err := t.travelled(ctx, a, &ask); err != nil {
			return nil, err
		}
	}
	for _, n := range c.Counts {
		if n.Rule == c.Ask.Rule && n.Units == c.Ask.Units {
			t.count(n.Unknown, "NO_COMPLETE_REGISTER", "%d desa/kelurahan belum didata menurut aturan ini: tidak tercantum bukan berarti tidak ada",
				"%d desa or kelurahan are not known under this rule: absent from a list is not absent from the ground")
		}
	}
	return t.provenance(ctx, ask)
}

func (q *request) travelProvenance(ctx context.Context, s *model.TravelSummary) (*model.Provenance, error) {
	return (&told{q: q, method: travelMethod}).summary(ctx, s.Asked)
}

func (q *request) whatIfProvenance(ctx context.Context, w *model.WhatIf) (*model.Provenance, error) {
	t := &told{q: q, method: travelMethod}
	t.caveat("HYPOTHETICAL", gis.T("Yang sesudah adalah pengandaian: perubahan ini tidak ada di lapangan dan tidak disimpan",
		"What comes after is hypothetical: these changes are not on the ground, and are not stored"))
	t.count(w.Apart, "NO_ROAD_AT_CHANGE", "%d tempat baru atau pindahan tidak terhubung ke jalan yang dimuat; hanya yang berjalan kaki ke sana terhitung. Periksa titiknya",
		"%d places added or moved to join no loaded road; only who walks there is counted. Check the points")
	return t.summary(ctx, w.Asked)
}

// summary tells what sums over an area rest on.
func (t *told) summary(ctx context.Context, asked model.TravelAsked) (*model.Provenance, error) {
	t.area(asked.Area)
	for _, m := range asked.Bands.Minutes {
		t.parameter("bandMinutes", m)
	}
	for _, km := range asked.Bands.Km {
		t.parameter("bandKm", km)
	}
	ask := gis.EvidenceQuestion{Area: asked.Area, AsOf: asked.AsOf, People: true, Facility: true, Kinds: asked.Kinds}
	if err := t.travelled(ctx, asked, &ask); err != nil {
		return nil, err
	}
	return t.provenance(ctx, ask)
}

// loadTripBasis tells what trips rest on; all of one answer share it.
func (q *request) loadTripBasis(ctx context.Context, answers []*model.TravelAsked) (map[*model.TravelAsked]*model.Provenance, error) {
	out := make(map[*model.TravelAsked]*model.Provenance, len(answers))
	for _, asked := range answers {
		t := &told{q: q, method: tripMethod}
		ask := gis.EvidenceQuestion{Area: asked.Area, AsOf: asked.AsOf, Used: asked.Reached}
		if asked.Area.Within != "" { // of desa
			t.method = travelMethod
			t.area(asked.Area)
			ask.People, ask.Facility, ask.Kinds = true, true, asked.Kinds
		}
		if err := t.travelled(ctx, *asked, &ask); err != nil {
			return nil, err
		}
		p, err := t.provenance(ctx, ask)
		if err != nil {
			return nil, err
		}
		out[asked] = p
	}
	return out, nil
}

func (q *request) workforceProvenance(ctx context.Context, c *model.WorkforceGapConnection) (*model.Provenance, error) {
	t := &told{q: q, method: workforceMethods[c.Ask.Rule]}
	t.area(c.Ask.Area)
	if err := t.ruled(ctx, c.Ask); err != nil {
		return nil, err
	}
	ask := c.Ask
	return t.provenance(ctx, gis.EvidenceQuestion{
		Area: c.Ask.Area, AsOf: c.Ask.AsOf, Facility: true, People: c.Ask.Rule == gis.ByRatio, Kinds: c.Ask.Kinds, Workforce: &ask,
		Posyandu: slices.Contains(c.Ask.Kinds, gis.KindPosyandu),
	})
}
