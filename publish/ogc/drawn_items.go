package ogc

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/twpayne/go-geom/encoding/geojson"

	"jangkau/gis"
	"jangkau/publish"
)

// A page of drawn areas is gathered before it goes out, so that one that cannot be
// drawn is told as a problem and not as half an answer. It ends where it holds so many
// rows, or bytes; the link next leads on.
const (
	mostDrawn      = 100
	mostDrawnBytes = 8 << 20
)

// errFull ends the drawing of a page.
var errFull = errors.New("the page is full")

// drawnItems answers a page of areas. All pages of a list are of one version: a link
// next carries it, and is refused when it has gone.
func (h *handler) drawnItems(w http.ResponseWriter, r *http.Request, t *gis.Table) error {
	p := publish.ParamsOf(r)
	format(p)
	q := areaQuestion(p, t)
	pg := areaPageOf(p, &q)
	if err := p.Err(); err != nil {
		return err
	}
	ctx := r.Context()
	d, err := h.Areas.Draw(ctx, q)
	if err != nil {
		return err
	}
	defer d.Close(context.WithoutCancel(ctx))
	if pg.version != "" && pg.version != d.Version() {
		return changed(pg.version, d.Version())
	}
	ids := d.IDs()
	matched := len(ids)
	if at, found := slices.BinarySearch(ids, pg.after); pg.after != 0 {
		if found {
			at++
		}
		ids = ids[at:]
	}
	ids = ids[min(pg.offset, len(ids)):]
	features, n, last, err := drawPage(ctx, d, q, ids, min(pg.limit, mostDrawn))
	if err != nil {
		return err
	}
	if q.Box != nil {
		// Whether an area touches the box shows when it is drawn: how many do is known
		// where one page holds all of them.
		matched = -1
		if last == 0 && pg.after == 0 {
			matched = n
		}
	}
	asked := r.URL.Query()
	at := h.base(r) + "/collections/" + t.Name
	links := []link{{at + "/items" + queryOf(asked), "self", typeGeoJSON, ""}, {at, "collection", typeJSON, ""}}
	if last != 0 {
		asked.Del("offset")
		asked.Set("after", strconv.FormatInt(last, 10))
		asked.Set("version", d.Version())
		links = append(links, link{at + "/items" + queryOf(asked), "next", typeGeoJSON, ""})
	}
	out := newFeatureWriter(w, r, gis.TableQuestion{Table: t})
	if err := out.begin(matched); err != nil {
		return err
	}
	if _, err := out.out.Write(features); err != nil {
		return err
	}
	return out.end(n, links, h.Now())
}

// drawPage draws features until the page is full. last is the facility that the next
// page comes after, 0 where there is none.
func drawPage(ctx context.Context, d Drawing, q AreaQuestion, ids []int64, limit int) (b []byte, n int, last int64, err error) {
	var drawn int64
	err = d.Rows(ctx, ids, func(row AreaRow) error {
		if n == limit || len(b) > mostDrawnBytes {
			last = drawn
			return errFull
		}
		id, ok := row.Values[0].(int64)
		if !ok {
			return errors.New("a drawn row without an id")
		}
		if q.Box == nil || touches(row.Area, *q.Box) {
			feature, err := rowOf(row)
			if err != nil {
				return err
			}
			b = publish.AppendFeature(b, q.Table.Columns, feature, n == 0)
			n++
		}
		drawn = id
		return ctx.Err()
	})
	if errors.Is(err, errFull) {
		err = nil
	}
	return b, n, last, err
}

// decimals of a degree: the seventh is a centimetre.
const decimals = 7

func rowOf(row AreaRow) (gis.TableRow, error) {
	out := gis.TableRow{Values: row.Values}
	if row.Area == nil {
		return out, nil
	}
	var err error
	out.Shape, err = geojson.Marshal(row.Area, geojson.EncodeGeometryWithMaxDecimalDigits(decimals))
	return out, err
}

// drawnItem answers the area of one facility, as it is in the list.
func (h *handler) drawnItem(w http.ResponseWriter, r *http.Request, t *gis.Table) error {
	p := publish.ParamsOf(r)
	format(p)
	q := areaQuestion(p, t)
	if err := p.Err(); err != nil {
		return err
	}
	key := r.PathValue("key")
	id, err := strconv.ParseInt(key, 10, 64)
	missing := gis.NewError(gis.NotFound, "Tidak ada %q di koleksi %s untuk jenis dan wilayah ini", "There is no %q in the collection %s for these kinds and this wilayah", key, t.Name)
	if err != nil {
		return missing
	}
	ctx := r.Context()
	d, err := h.Areas.Draw(ctx, q)
	if err != nil {
		return err
	}
	defer d.Close(context.WithoutCancel(ctx))
	if _, found := slices.BinarySearch(d.IDs(), id); !found {
		return missing
	}
	var row gis.TableRow
	err = d.Rows(ctx, []int64{id}, func(a AreaRow) (err error) { row, err = rowOf(a); return err })
	if err != nil {
		return err
	}
	at := h.base(r) + "/collections/" + t.Name
	return publish.JSON(w, r, typeGeoJSON, struct {
		feature
		Links []link `json:"links"`
	}{featureOf(t.Columns, row), []link{{at + "/items/" + url.PathEscape(key) + queryOf(r.URL.Query()), "self", typeGeoJSON, ""}, {at, "collection", typeJSON, ""}}})
}

// mostBoxed is how many areas are drawn to say what box they lie in: it is asked for
// with the list of collections, which must not wait for a country.
const mostBoxed = 500

// drawnExtent is the box of what a collection has where nothing is said. It has none
// while there are no roads, and where there is too much to draw.
func (h *handler) drawnExtent(ctx context.Context, t *gis.Table) (gis.TableExtent, error) {
	q := AreaQuestion{Table: t, Kinds: drawnKinds, Profile: gis.ProfileMotorcycle, By: gis.ByTime, Limit: ordinaryMinutes * 60}
	d, err := h.Areas.Draw(ctx, q)
	if unfit(err) {
		return gis.TableExtent{}, nil
	}
	if err != nil {
		return gis.TableExtent{}, err
	}
	defer d.Close(context.WithoutCancel(ctx))
	return h.extents.get(t.Name+"@"+d.Version(), func() (out gis.TableExtent, err error) {
		out.Count = len(d.IDs())
		if out.Count > mostBoxed {
			return out, nil
		}
		var box *[4]float64
		err = d.Rows(ctx, d.IDs(), func(row AreaRow) error {
			if row.Area == nil || row.Area.Empty() {
				return nil
			}
			b := row.Area.Bounds()
			if box == nil {
				box = &[4]float64{b.Min(0), b.Min(1), b.Max(0), b.Max(1)}
			}
			*box = [4]float64{min(box[0], b.Min(0)), min(box[1], b.Min(1)), max(box[2], b.Max(0)), max(box[3], b.Max(1))}
			return nil
		})
		if unfit(err) {
			return out, nil
		}
		out.Box = box
		return out, err
	})
}

// unfit tells that there is nothing to draw, or too much.
func unfit(err error) bool {
	var known *gis.Error
	return errors.As(err, &known) && (known.Kind == gis.Unavailable || known.Kind == gis.Invalid)
}
