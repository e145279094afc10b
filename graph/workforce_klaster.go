package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/graph/model"
)

// klaster is workforceKlaster: who serves and leads each klaster from the counts, need
// and gaps from the standard.
func (q *request) klaster(ctx context.Context, ask gis.WorkforceQuestion) (*model.WorkforceKlaster, error) {
	cells, err := q.cells(ctx, &ask)
	if err != nil {
		return nil, err
	}
	sets, err := q.reader.StaffSets(ctx, ask)
	if err != nil {
		return nil, err
	}
	gaps, err := q.reader.WorkforceGaps(ctx, ask, gis.Page{First: len(gis.FiveKlaster) + 1})
	if err != nil {
		return nil, err
	}
	out := &model.WorkforceKlaster{WorkforceKlaster: workforce.Klaster(cells.Facilities, sets), Ask: ask}
	for _, row := range out.Klaster {
		for _, g := range gaps.Rows {
			if g.Row.Klaster != nil && *g.Row.Klaster == row.Klaster {
				row.Required, row.GapAsn, row.GapAll, row.UnplacedAll = g.Row.Required, g.Row.GapAsn, g.Row.GapAll, g.Row.UnplacedAll
				row.GapAsnMin, row.GapAsnMax, row.GapAllMin, row.GapAllMax = g.Row.GapAsnMin, g.Row.GapAsnMax, g.Row.GapAllMin, g.Row.GapAllMax
				row.ShortIDs, row.ShortCount, row.PossiblyShort = g.Row.ShortIDs, g.Row.FacilitiesShortCount, g.Row.FacilitiesPossiblyShort
			}
		}
		q.facility.expect(row.ShortIDs...)
		q.facility.expect(firstOf(row.PjMissing)...)
		q.facility.expect(firstOf(row.WithoutAnybody)...)
	}
	return out, nil
}

var klasterMethod = gis.T(
	"Tenaga menurut kumpulan klaster yang dilayaninya: utuh pada tiap klaster, satu kali dalam people. PJ belum ada bila daftar fasilitas itu menyebut PJ klaster lain tetapi tidak klaster ini; tidak diketahui bila tidak menyebut PJ sama sekali. Tidak ada peraturan yang menetapkan jumlah per klaster; kebutuhan hanya dari standar yang dimuat",
	"Staff by the set of klaster they serve: whole in each, once in people. A PJ is missing where the facility's list names one of another klaster and none of this; not known where it names none at all. No regulation sets numbers per klaster; need is a loaded standard's alone")

func (q *request) klasterProvenance(ctx context.Context, c *model.WorkforceKlaster) (*model.Provenance, error) {
	t := &told{q: q, method: klasterMethod}
	t.area(c.Ask.Area)
	ask := c.Ask
	return t.provenance(ctx, gis.EvidenceQuestion{Area: ask.Area, AsOf: ask.AsOf, Facility: true, Kinds: ask.Kinds, Workforce: &ask})
}
