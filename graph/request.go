package graph

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"jangkau/gis"
	"jangkau/graph/model"
)

// request is what one HTTP request works with: its view of the store, what it has
// read so far, its clock and its language.
type request struct {
	id     string
	lang   string
	reader Reader
	now    time.Time
	travel *pinnedTravel

	way     way
	role    string
	jobs    Jobs
	editor  Editor
	watcher Watcher
	endless func() // takes the deadline of the request away

	searches   int // different questions about all desa that it may ask
	mu         sync.Mutex
	wilayahOf  map[gis.WilayahCode][]*gis.Wilayah // the rows that a row was read with
	facilityOf map[int64][]*gis.Facility
	runOf      map[int64][]*gis.ImportRun
	asked      map[string]*model.TravelAsked
	expected   map[list]*sync.Once

	wilayah     *peers[gis.WilayahCode, *gis.Wilayah]
	children    *peers[gis.WilayahCode, []*gis.Wilayah]
	rollup      *peers[gis.WilayahCode, *gis.WilayahRollup]
	geometry    map[float64]*peers[gis.WilayahCode, json.RawMessage]
	servedBy    *peers[gis.WilayahCode, []*gis.Facility]
	induk       *peers[gis.WilayahCode, []int64]
	facility    *peers[int64, *gis.Facility]
	serviceArea *peers[int64, []*gis.Wilayah]
	identifiers *peers[int64, []*gis.FacilityIdentifier]
	lists       *peers[int64, []*gis.FacilitySource]
	issues      *peers[int64, []*gis.ImportIssue]
	sources     *peers[struct{}, map[int64]*gis.DataSource]
	standards   *peers[struct{}, []*gis.Standard]
	tripBasis   *peers[*model.TravelAsked, *model.Provenance]
	runIssues   map[string]*peers[int64, gis.List[*gis.ImportIssue]]
	functioning *peers[int64, *gis.Functioning]
	history     *peers[int64, gis.Timeline]
	edits       map[string]*peers[int64, gis.List[*gis.FacilityEdit]]
}

type requestKey struct{}

func requestOf(ctx context.Context) *request { return ctx.Value(requestKey{}).(*request) }

func newRequest(id, lang string, r Reader, now time.Time, t *pinnedTravel, searches int) *request {
	q := &request{id: id, lang: lang, reader: r, now: now, travel: t, searches: searches}
	q.forget()
	return q
}

// forget drops what was read so far.
func (q *request) forget() {
	r := q.reader
	q.wilayahOf, q.facilityOf, q.runOf = map[gis.WilayahCode][]*gis.Wilayah{}, map[int64][]*gis.Facility{}, map[int64][]*gis.ImportRun{}
	q.asked, q.expected = map[string]*model.TravelAsked{}, map[list]*sync.Once{}
	q.geometry = map[float64]*peers[gis.WilayahCode, json.RawMessage]{}
	q.runIssues = map[string]*peers[int64, gis.List[*gis.ImportIssue]]{}
	q.edits = map[string]*peers[int64, gis.List[*gis.FacilityEdit]]{}
	q.wilayah = newPeers(q.loadWilayah)
	q.children = newPeers(q.loadChildren)
	q.rollup = newPeers(q.loadRollups)
	q.facility = newPeers(q.loadFacilities)
	q.servedBy = newPeers(q.loadServedBy)
	q.serviceArea = newPeers(q.loadServiceAreas)
	q.induk = newPeers(r.Induk)
	q.identifiers = newPeers(r.Identifiers)
	q.lists = newPeers(r.FacilitySources)
	q.issues = newPeers(r.FacilityIssues)
	q.functioning = newPeers(func(ctx context.Context, ids []int64) (map[int64]*gis.Functioning, error) {
		return r.Functioning(ctx, ids, q.day(nil))
	})
	q.history = newPeers(func(ctx context.Context, ids []int64) (map[int64]gis.Timeline, error) {
		return r.FacilityHistories(ctx, ids, q.day(nil))
	})
	q.sources = newPeers(q.loadSources)
	q.standards = newPeers(q.loadStandards)
	q.tripBasis = newPeers(q.loadTripBasis)
}

// wib is UTC+7: "today" is Jakarta's, where the ministry's day ends.
var wib = time.FixedZone("WIB", 7*3600)

// day is the day asked for, today where none is.
func (q *request) day(asked *gis.Date) gis.Date {
	if asked != nil {
		return *asked
	}
	return gis.Date(q.now.In(wib).Format(time.DateOnly))
}

func (q *request) sawWilayah(rows []*gis.Wilayah) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, w := range rows {
		q.wilayahOf[w.Code] = rows
	}
}

func (q *request) sawFacilities(rows []*gis.Facility) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, f := range rows {
		q.facilityOf[f.ID] = rows
	}
}

// wilayahPeers maps the rows that w was read with to keys, leaving out those
// that have none.
func wilayahPeers[K any](q *request, w *gis.Wilayah, key func(*gis.Wilayah) *K) []K {
	q.mu.Lock()
	defer q.mu.Unlock()
	return keysOf(q.wilayahOf[w.Code], key)
}

func facilityPeers[K any](q *request, f *gis.Facility, key func(*gis.Facility) *K) []K {
	q.mu.Lock()
	defer q.mu.Unlock()
	return keysOf(q.facilityOf[f.ID], key)
}

func keysOf[T, K any](rows []*T, key func(*T) *K) []K {
	var out []K
	for _, r := range rows {
		if k := key(r); k != nil {
			out = append(out, *k)
		}
	}
	return out
}

func codeOf(w *gis.Wilayah) *gis.WilayahCode { return &w.Code }
func idOf(f *gis.Facility) *int64            { return &f.ID }
