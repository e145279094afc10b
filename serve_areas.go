package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/twpayne/go-geom"

	"jangkau/db"
	"jangkau/gis"
	"jangkau/publish/ogc"
	"jangkau/travel"
)

// areas draws the collections of OGC API that rest on roads: the same questions to
// travel as GraphQL's catchments and isochrone.
type areas struct {
	roads *travel.Service
	store *store
}

// Draw lists the facilities of a question in one moment of the store, and pins the
// roads of that moment.
func (a *areas) Draw(ctx context.Context, q ogc.AreaQuestion) (ogc.Drawing, error) {
	d := &drawing{session: a.store.NewSession(viewer), ask: q, query: travel.Query{Kinds: q.Kinds, Profile: q.Profile, Variant: q.Variant, By: q.By}}
	if err := d.prepare(ctx, a.roads); err != nil {
		d.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return d, nil
}

type drawing struct {
	session *db.Session
	pinned  *travel.Pinned
	ask     ogc.AreaQuestion
	query   travel.Query
	ids     []int64
	found   *travel.Catchments           // of catchments
	drawn   map[int64]*geom.MultiPolygon // of catchments
}

func (d *drawing) Close(ctx context.Context) { d.session.Close(ctx) }
func (d *drawing) IDs() []int64              { return d.ids }

// Version has the day: facilities open and close by it.
func (d *drawing) Version() string { return d.pinned.Version() + "." + now().Format("20060102") }

func (d *drawing) prepare(ctx context.Context, roads *travel.Service) error {
	r, err := d.session.Revisions(ctx)
	if err != nil {
		return err
	}
	d.pinned, err = roads.PinVersion(ctx, travel.Version{
		Dataset: r.Dataset, Hash: r.Hash, Facility: r.Facility, Wilayah: r.Wilayah, Population: r.Population, Network: r.Network,
	})
	if err != nil {
		return err
	}
	open, err := d.pinned.Open(d.query)
	if err != nil {
		return err
	}
	if d.pinned.Building() {
		if r.Dataset == 0 {
			return gis.NewError(gis.Unavailable, "Belum ada jalan, sehingga tidak ada yang dapat digambar; muat dengan jangkau import roads",
				"There are no roads yet, and so nothing can be drawn; load them with jangkau import roads")
		}
		return gis.NewError(gis.Unavailable, "Jaringan jalan sedang disiapkan; ulangi sebentar lagi", "The road network is being built; ask again shortly")
	}
	if _, err := d.pinned.Profile(d.query); err != nil { // a variant that there is not
		return err
	}
	inside := open
	if d.ask.Within != "" {
		inside, err = d.session.FacilityIDs(ctx, gis.FacilityQuestion{Area: gis.Area{Within: d.ask.Within}, Kinds: d.ask.Kinds})
		if err != nil {
			return err
		}
	}
	for _, id := range inside {
		if _, found := slices.BinarySearch(open, id); found && d.has(id) {
			d.ids = append(d.ids, id)
		}
	}
	if d.ask.Table == gis.TableCatchments {
		return d.drawCatchments(ctx)
	}
	return nil
}

// has tells whether a facility is a row: of isochrones, those with a place of their
// own that can touch the box.
func (d *drawing) has(id int64) bool {
	if d.ask.Table == gis.TableCatchments {
		return true
	}
	at, _, err := d.pinned.Place(id)
	return err == nil && (d.ask.Box == nil || near(at, *d.ask.Box, d.reachM()))
}

// fastestKmh is faster than any ferry: no trip is longer in a straight line.
const fastestKmh = 200.0

// reachM is further than anybody within the limit can be, metres in a straight line.
func (d *drawing) reachM() float64 {
	const margin = 2000 // cells of a drawing
	if d.ask.By == gis.ByDistance {
		return d.ask.Limit + margin
	}
	kmh := fastestKmh
	if p, err := d.pinned.Profile(d.query); err == nil {
		for _, s := range p.Speeds {
			if s.Kmh != nil {
				kmh = max(kmh, *s.Kmh)
			}
		}
	}
	return d.ask.Limit*kmh/3.6 + margin
}

// near reports whether a place is within some metres of a box, or a little further.
func near(at travel.Origin, box [4]float64, m float64) bool {
	lat := m / 110_000
	lon := lat / max(0.01, math.Cos((math.Abs(at.Lat)+lat)*math.Pi/180))
	return at.Lon >= box[0]-lon && at.Lon <= box[2]+lon && at.Lat >= box[1]-lat && at.Lat <= box[3]+lat
}

func (d *drawing) drawCatchments(ctx context.Context) (err error) {
	if d.found, err = d.pinned.Catchments(ctx, d.query, d.ask.Limit); err != nil {
		return err
	}
	d.drawn, err = d.pinned.CatchmentAreas(ctx, d.query, d.ask.Limit, d.ids)
	var known *gis.Error
	if errors.As(err, &known) && known.Kind == gis.Invalid && known.Field == "within" {
		return &gis.Error{Kind: gis.Invalid, Field: "within", Message: gis.T(
			"Daerah tangkapan %d fasilitas ini terlalu luas untuk digambar sekaligus: lebih dari %d persimpangan. Beri within, misalnya within=35.10, atau kecilkan batasnya (minutes atau km)",
			"The catchments of these %d facilities are too large to draw at once: more than %d crossings. Give within, as in within=35.10, or a smaller limit (minutes or km)", len(d.ids), gis.MaxDrawnNodes)}
	}
	return err
}

// namedAtOnce is how many facilities are read together.
const namedAtOnce = 100

func (d *drawing) Rows(ctx context.Context, ids []int64, f func(ogc.AreaRow) error) error {
	for some := range slices.Chunk(ids, namedAtOnce) {
		rows, err := d.session.Facilities(ctx, some)
		if err != nil {
			return err
		}
		named := make(map[int64]*gis.Facility, len(rows))
		for _, r := range rows {
			named[r.ID] = r
		}
		for _, id := range some {
			of := named[id]
			if of == nil { // gone since the roads' moment, which is a little behind while they are built
				of = &gis.Facility{ID: id}
			}
			row, err := d.row(ctx, of)
			if err == nil {
				err = f(row)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *drawing) row(ctx context.Context, f *gis.Facility) (ogc.AreaRow, error) {
	v := map[string]any{
		"id": f.ID, "profile": string(d.ask.Profile), "by": string(d.ask.By), "networkVersion": d.pinned.Version(),
	}
	if f.Name != "" {
		v["kind"], v["name"] = string(f.Kind), f.Name
	}
	if f.DesaCode != nil {
		v["desaCode"] = string(*f.DesaCode)
	}
	if d.ask.By == gis.ByDistance {
		v["km"] = d.ask.Limit / 1000
	} else {
		v["minutes"] = d.ask.Limit / 60
	}
	fill := d.catchment
	if d.ask.Table == gis.TableIsochrones {
		fill = d.isochrone
	}
	area, err := fill(ctx, f.ID, v)
	if err != nil {
		return ogc.AreaRow{}, err
	}
	row := ogc.AreaRow{Area: area}
	for _, c := range d.ask.Table.Columns {
		row.Values = append(row.Values, v[c.Name])
	}
	return row, nil
}

func (d *drawing) catchment(_ context.Context, id int64, v map[string]any) (*geom.MultiPolygon, error) {
	c, ok := d.found.Of(id)
	if !ok {
		return nil, fmt.Errorf("facility %d was listed and has no catchment", id)
	}
	if c.Known {
		v["people"], v["peopleWithin"], v["desaCount"] = int64(c.People), int64(c.PeopleWithin), int64(len(c.Desa))
		for name, figure := range map[string]*float64{"medianS": c.MedianS, "medianM": c.MedianM} {
			if figure != nil {
				v[name] = *figure
			}
		}
	}
	if c.Reason != "" {
		v["reason"] = string(c.Reason)
		return nil, nil
	}
	area := d.drawn[id]
	if area != nil {
		v["areaKm2"] = thousandth(gis.AreaKm2(area))
	}
	return area, nil
}

func (d *drawing) isochrone(ctx context.Context, id int64, v map[string]any) (*geom.MultiPolygon, error) {
	at, _, err := d.pinned.Place(id)
	if err != nil {
		return nil, err
	}
	found, err := d.pinned.Isochrone(ctx, d.query, at, []float64{d.ask.Limit})
	var known *gis.Error
	if errors.As(err, &known) && known.Kind == gis.Invalid {
		return nil, &gis.Error{Kind: gis.Invalid, Field: known.Field, Message: gis.Text{
			ID: fmt.Sprintf("Fasilitas %d: %s", id, known.Message.ID), EN: fmt.Sprintf("Facility %d: %s", id, known.Message.EN),
		}}
	}
	if err != nil {
		return nil, err
	}
	if found.Reason != gis.NoReason {
		v["reason"] = string(found.Reason)
		return nil, nil
	}
	b := found.Bands[0]
	v["people"], v["desaCount"] = int64(b.People), int64(b.Desa)
	v["areaKm2"], v["roadsKm"] = thousandth(b.AreaM2/1e6), thousandth(b.RoadsM/1000)
	return b.Area, nil
}

// thousandth rounds what is drawn no more finely than that.
func thousandth(x float64) float64 { return math.Round(x*1000) / 1000 }
