package graph

import (
	"context"

	"jangkau/gis"
	"jangkau/graph/model"
	"jangkau/travel"
)

// maxPoints bounds the points of a table: each is looked up among the landmasses.
const maxPoints = 100

// table finds the trips from many places to many.
func (q *request) table(ctx context.Context, from, to model.TravelPlaces, asked model.TravelAsked) (*model.TravelTable, error) {
	p, err := q.travel.pin(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.places(ctx, p, "from", from)
	if err != nil {
		return nil, err
	}
	columns, err := q.places(ctx, p, "to", to)
	if err != nil {
		return nil, err
	}
	trips, err := p.Table(ctx, queryOf(asked), rows, columns)
	if err != nil {
		return nil, err
	}
	for _, c := range columns {
		if c.Facility != 0 {
			asked.Reached = append(asked.Reached, c.Facility)
		}
	}
	out := &model.TravelTable{Asked: asked, From: q.placed(rows), To: q.placed(columns)}
	for i, row := range trips {
		seconds, metres, reasons := make([]*float64, len(row)), make([]*float64, len(row)), make([]*gis.TripReason, len(row))
		for j := range row {
			t := &trips[i][j]
			if t.Status == gis.Reached {
				seconds[j], metres[j] = &t.DurationS, &t.DistanceM
			} else {
				reasons[j] = &t.Reason
			}
		}
		out.DurationS, out.DistanceM, out.Reason = append(out.DurationS, seconds), append(out.DistanceM, metres), append(out.Reason, reasons)
	}
	return out, nil
}

// places resolves what one side of a table names.
func (q *request) places(ctx context.Context, p *travel.Pinned, field string, in model.TravelPlaces) ([]travel.Place, error) {
	if len(in.Points) > maxPoints {
		return nil, &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Paling banyak %d titik di tiap sisi tabel", "At most %d points on each side of a table", maxPoints)}
	}
	var list []travel.Place
	for _, at := range in.Points {
		if err := inIndonesia(field, *at); err != nil {
			return nil, err
		}
		found, err := q.reader.PlaceOf(ctx, at.Lon, at.Lat)
		if err != nil {
			return nil, err
		}
		list = append(list, travel.Place{Origin: travel.Origin{Lon: at.Lon, Lat: at.Lat, Landmass: found.Landmass}, Known: true})
	}
	for _, s := range in.Facilities {
		id, err := parseID(field, s)
		if err != nil {
			return nil, err
		}
		place, err := p.FacilityPlace(id)
		if err != nil {
			return nil, err
		}
		list = append(list, place)
	}
	if err := q.areDesa(ctx, field, in.Desa); err != nil {
		return nil, err
	}
	for _, code := range in.Desa {
		list = append(list, p.DesaPlace(code))
	}
	switch {
	case in.Within == nil && len(in.Kind) > 0:
		return nil, &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Sebutkan wilayahnya (within) bagi jenis fasilitas itu", "Name the wilayah (within) of those kinds of facilities")}
	case in.Within != nil && len(in.Kind) > 0:
		ids, err := q.reader.FacilityIDs(ctx, gis.FacilityQuestion{Area: gis.Area{Within: *in.Within}, Kinds: in.Kind})
		if err != nil {
			return nil, err
		}
		more, err := p.OpenPlaces(ids, in.Kind)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	case in.Within != nil:
		desa, err := q.reader.DesaOf(ctx, gis.Area{Within: *in.Within})
		if err != nil {
			return nil, err
		}
		for _, d := range desa {
			list = append(list, p.DesaPlace(d.Code))
		}
	}
	if len(list) == 0 {
		return nil, &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
			"Tidak ada tempat di sisi tabel ini: sebutkan titik, fasilitas, desa, atau wilayah", "There are no places on this side of the table: name points, facilities, desa or a wilayah")}
	}
	return list, nil
}

// areDesa refuses codes that are no desa, or none that is loaded: such a place would
// look like a desa without a point.
func (q *request) areDesa(ctx context.Context, field string, codes []gis.WilayahCode) error {
	q.wilayah.expect(codes...)
	for _, code := range codes {
		if code.Level() != gis.Desa {
			return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T(
				"%s bukan kode desa/kelurahan, melainkan wilayah yang lebih luas; sebutkan desanya", "%s is not a desa but a larger wilayah; name a desa", code)}
		}
		w, err := q.wilayah.get(ctx, code)
		if err != nil {
			return err
		}
		if w == nil {
			return &gis.Error{Kind: gis.NotFound, Field: field, Message: gis.T(
				"Desa %s belum dimuat; periksa kodenya", "Desa %s is not loaded; check its code", code)}
		}
	}
	return nil
}

// placed describes places; their rows are read when asked for.
func (q *request) placed(list []travel.Place) []*model.TravelPlace {
	out := make([]*model.TravelPlace, len(list))
	for i := range list {
		p := &list[i]
		out[i] = &model.TravelPlace{}
		if p.Known {
			out[i].Point = &gis.Point{Lon: p.Lon, Lat: p.Lat}
		}
		if p.Facility != 0 {
			out[i].FacilityID = &p.Facility
			q.facility.expect(p.Facility)
		}
		if p.Desa != "" {
			out[i].DesaCode = &p.Desa
			q.wilayah.expect(p.Desa)
		}
	}
	return out
}

var tableMethod = gis.T(
	"Perjalanan tiap pasangan tempat lewat jaringan jalan: jalan kaki ke jalan, jalan, lalu jalan kaki ke tujuan, atau jalan kaki seluruhnya bila lebih dekat; desa diwakili titik dengan penduduk terbanyak",
	"The trip of each pair of places over the road network: on foot to the road, the road, on foot to the place, or on foot all the way where that is nearer; a desa by the point where most of its people live")

func (q *request) tableProvenance(ctx context.Context, table *model.TravelTable) (*model.Provenance, error) {
	t := &told{q: q, method: tableMethod}
	ask := gis.EvidenceQuestion{AsOf: table.Asked.AsOf, Used: table.Asked.Reached, People: true}
	if err := t.travelled(ctx, table.Asked, &ask); err != nil {
		return nil, err
	}
	return t.provenance(ctx, ask)
}
