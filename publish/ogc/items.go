package ogc

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/gis/cql"
	"jangkau/publish"
)

const (
	ordinaryLimit = 1000
	mostLimit     = 10_000
)

// question reads what items are asked for: the filters of the table, those of OGC
// API, and a parameter for each property.
func (h *handler) question(r *http.Request, t *gis.Table) (q gis.TableQuestion, p *publish.Params) {
	p = publish.ParamsOf(r)
	format(p)
	q = p.Question(t, h.Now())
	q.Shape = gis.ShapeGeoJSON
	q.Box = p.Box()
	publish.Choice(p, "bbox-crs", []string{crs84}, crs84)
	publish.Choice(p, "crs", []string{crs84}, crs84)
	publish.Choice(p, "filter-crs", []string{crs84}, crs84)
	q.Limit = p.Int("limit", 1, mostLimit, ordinaryLimit)
	q.Offset = p.Int("offset", 0, 1<<30, 0)
	q.After = p.Text("after")
	if t.Columns[0].Type == gis.ColumnInteger && q.After != "" {
		if _, err := strconv.ParseInt(q.After, 10, 64); err != nil {
			p.Wrong("after", "after diambil dari tautan next, bukan ditulis sendiri", "after comes from a link next; it is not written by hand")
		}
	}
	q.Where = p.Where()
	h.datetime(p, &q)
	for _, c := range q.Columns() {
		if slices.Contains(t.Filters, c.Name) || c.Needs != "" {
			continue
		}
		if v := p.Text(c.Name); v != "" {
			e, err := equal(c, v)
			if err != nil {
				p.Fail(err)
			} else if q.Where == nil {
				q.Where = e
			} else {
				q.Where = cql.And{A: q.Where, B: e}
			}
		}
	}
	return q, p
}

// equal is the filter name=value.
func equal(c gis.Column, v string) (cql.Expr, error) {
	value := cql.Operand{Value: v}
	var err error
	switch c.Type {
	case gis.ColumnInteger, gis.ColumnNumber:
		value.Value, err = strconv.ParseFloat(v, 64)
	case gis.ColumnBoolean:
		value.Value, err = strconv.ParseBool(v)
	case gis.ColumnDate:
		value.Value, err = cql.ParseDay(v)
	}
	if err != nil {
		return nil, &gis.Error{Kind: gis.Invalid, Field: c.Name, Message: gis.T("%s tidak mungkin %q", "%s cannot be %q", c.Name, v)}
	}
	return cql.Compare{Op: "=", A: cql.Operand{Property: c.Name}, B: value}, nil
}

// datetime reads an instant, or an interval with .. for an open end: what is told is
// how things stood at its end. Facilities are those that stood then.
func (h *handler) datetime(p *publish.Params, q *gis.TableQuestion) {
	v := p.Text("datetime")
	if v == "" {
		return
	}
	from, to, interval := strings.Cut(v, "/")
	if !interval {
		to = from
	}
	day := func(s string) gis.Date {
		if interval && (s == "" || s == "..") {
			return ""
		}
		d, err := cql.ParseDay(s[:min(len(s), 10)])
		if err != nil || len(s) > 10 && s[10] != 'T' {
			p.Wrong("datetime", "datetime harus tanggal atau selang, misalnya 2024-12-31 atau 2024-01-01/2024-12-31",
				"datetime must be a day or an interval, as in 2024-12-31 or 2024-01-01/2024-12-31")
		}
		return gis.Date(d)
	}
	begin, end := day(from), day(to)
	if begin != "" && end != "" && begin > end {
		p.Wrong("datetime", "datetime terbalik: awal sesudah akhir", "datetime is upside down: it begins after its end")
	}
	if q.Dated {
		p.Wrong("datetime", "berikan datetime atau asOf, bukan keduanya", "give datetime or asOf, not both")
	}
	q.Dated = true
	if end != "" {
		q.AsOf, q.Today = end, end == q.AsOf
	}
}

// items answers a page of features while the store sends it: none of it is gathered.
// Its link to the next page names the last row's key, so that to go on costs the same
// at the end as at the beginning, and no row comes twice however the data change.
func (h *handler) items(w http.ResponseWriter, r *http.Request) error {
	t, err := h.collectionNamed(r.PathValue("id"))
	if err != nil {
		return err
	}
	if isDrawn(t) {
		return h.drawnItems(w, r, t)
	}
	q, p := h.question(r, t)
	if err := p.Err(); err != nil {
		return err
	}
	ctx := r.Context()
	version, err := h.Store.TableVersion(ctx, q)
	if err != nil {
		return err
	}
	asked := r.URL.Query()
	for _, name := range []string{"limit", "offset", "after", "f"} {
		asked.Del(name)
	}
	matched, err := h.extents.get(keyOf(q, asked.Encode(), version), func() (gis.TableExtent, error) { return h.Store.TableExtent(ctx, q, false) })
	if err != nil {
		return err
	}
	out := newFeatureWriter(w, r, q)
	limit := q.Limit
	q.Limit++ // one more than asked says whether there is a next page
	n, more, last := 0, false, ""
	err = h.Store.TableRows(ctx, q, func(string) error { return out.begin(matched.Count) }, func(row gis.TableRow) error {
		if n == limit {
			more = true
			return nil
		}
		n, last = n+1, fmt.Sprint(row.Values[0])
		return out.feature(row)
	})
	if err != nil {
		return err
	}
	links := []link{
		{h.base(r) + "/collections/" + t.Name + "/items" + queryOf(r.URL.Query()), "self", typeGeoJSON, ""},
		{h.base(r) + "/collections/" + t.Name, "collection", typeJSON, ""},
	}
	if more {
		next := r.URL.Query()
		next.Del("offset")
		next.Set("after", last)
		links = append(links, link{h.base(r) + "/collections/" + t.Name + "/items" + queryOf(next), "next", typeGeoJSON, ""})
	}
	return out.end(n, links, h.Now())
}

func queryOf(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// item answers one feature.
func (h *handler) item(w http.ResponseWriter, r *http.Request) error {
	t, err := h.collectionNamed(r.PathValue("id"))
	if err != nil {
		return err
	}
	if isDrawn(t) {
		return h.drawnItem(w, r, t)
	}
	p := publish.ParamsOf(r)
	format(p)
	q := p.Question(t, h.Now())
	q.Shape, q.Key, q.Status = gis.ShapeGeoJSON, r.PathValue("key"), nil
	if err := p.Err(); err != nil {
		return err
	}
	missing := gis.NewError(gis.NotFound, "Tidak ada %q di koleksi %s", "There is no %q in the collection %s", q.Key, t.Name)
	if _, err := strconv.ParseInt(q.Key, 10, 64); t.Columns[0].Type == gis.ColumnInteger && err != nil || strings.ContainsRune(q.Key, 0) {
		return missing
	}
	var found *gis.TableRow
	err = h.Store.TableRows(r.Context(), q, func(string) error { return nil }, func(row gis.TableRow) error { found = &row; return nil })
	if err != nil {
		return err
	}
	if found == nil {
		return missing
	}
	at := h.base(r) + "/collections/" + t.Name
	return publish.JSON(w, r, typeGeoJSON, struct {
		feature
		Links []link `json:"links"`
	}{featureOf(q.Columns(), *found), []link{{at + "/items/" + url.PathEscape(q.Key), "self", typeGeoJSON, ""}, {at, "collection", typeJSON, ""}}})
}

// feature is one of GeoJSON's.
type feature struct {
	Type       string          `json:"type"`
	ID         any             `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

func featureOf(columns []gis.Column, row gis.TableRow) feature {
	f := feature{Type: "Feature", ID: row.Values[0], Geometry: row.Shape, Properties: publish.AppendObject(nil, columns, row.Values)}
	if f.Geometry == nil {
		f.Geometry = json.RawMessage("null")
	}
	return f
}

// featureWriter writes a FeatureCollection as its features come.
type featureWriter struct {
	out     *bufio.Writer
	w       http.ResponseWriter
	r       *http.Request
	columns []gis.Column
	first   bool
	buf     []byte
}

func newFeatureWriter(w http.ResponseWriter, r *http.Request, q gis.TableQuestion) *featureWriter {
	return &featureWriter{out: bufio.NewWriterSize(publish.Patient(w), 1<<16), w: w, r: r, columns: q.Columns(), first: true}
}

// begin writes what stands before the features; a number below zero is not known and
// is not told.
func (f *featureWriter) begin(matched int) error {
	h := f.w.Header()
	h.Set("Content-Type", typeGeoJSON)
	h.Set("Cache-Control", "no-cache")
	number := ""
	if matched >= 0 {
		h.Set("OGC-NumberMatched", strconv.Itoa(matched))
		number = fmt.Sprintf(`"numberMatched":%d,`, matched)
	}
	_, err := f.out.WriteString(`{"type":"FeatureCollection",` + number + `"features":[`)
	return err
}

func (f *featureWriter) feature(row gis.TableRow) error {
	f.buf = publish.AppendFeature(f.buf[:0], f.columns, row, f.first)
	f.first = false
	_, err := f.out.Write(f.buf)
	return err
}

func (f *featureWriter) end(returned int, links []link, now time.Time) error {
	b, err := json.Marshal(links)
	if err != nil {
		return err
	}
	fmt.Fprintf(f.out, "\n],\"numberReturned\":%d,\"timeStamp\":%q,\"links\":%s}\n", returned, now.UTC().Format(time.RFC3339), b)
	return f.out.Flush()
}
