package ingest

import (
	"context"
	"slices"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// facilityPlan is one import of facilities: what the rows are, what the store
// knows, and what follows. Its steps stand in the other facilities_*.go files.
type facilityPlan struct {
	opts FacilityOptions
	load FacilityLoad

	rows   []*facilityRow
	issues []Issue
	gaz    *gis.Gazetteer
	list   FacilityList

	decided map[[2]string]Decision
	pending map[[2]string]bool
	keys    map[string]bool    // of the file's rows
	before  map[int64][]string // keys by which earlier files of the list held a facility
	known   map[int64]*KnownFacility
	byID    map[read.Identifier]int64 // identifiers of the store and of this file
	claimed map[int64]*facilityRow    // facility to the first row that is it

	byValue   map[string][]int64 // the same by value alone: an induk column names no system
	served    map[int64][]gis.WilayahCode
	puskesmas map[gis.WilayahCode][]namedPuskesmas

	cases    []openCase
	refresh  []FacilityRefresh
	unmended map[int64][]gis.FacilityEditField
	rekeyed  []string
	areas    []ServiceArea
	counts   Counts
	unmapped int
	whole    bool // the list may be recorded as complete
	merged   int  // rows that are facilities another list brought
	apart    int  // of these, over SourcesDisagreeM apart
}

// make decides everything. Puskesmas come first: a pustu may be told apart by its
// induk.
func (p *facilityPlan) make(ctx context.Context) error {
	var err error
	if p.list, err = p.load.FacilityList(ctx); err != nil {
		return err
	}
	p.decided = map[[2]string]Decision{}
	p.pending = map[[2]string]bool{}
	for _, d := range p.list.Decided {
		if d.Pending {
			p.pending[[2]string{d.Subject, d.Key}] = true
		} else {
			p.decided[[2]string{d.Subject, d.Key}] = d
		}
	}
	p.prepareRows()
	if err := p.place(ctx); err != nil {
		return err
	}
	if err := p.know(ctx); err != nil {
		return err
	}
	p.keepKinds()
	p.twins()
	var puskesmas, others []*facilityRow
	for _, r := range p.rows {
		if r.Kind == gis.KindPuskesmas {
			puskesmas = append(puskesmas, r)
		} else {
			others = append(others, r)
		}
	}
	for _, stage := range [][]*facilityRow{puskesmas, others} {
		p.indexPuskesmas()
		for _, r := range stage {
			p.findInduk(r)
			p.findDesa(r)
		}
		p.identify(stage)
		p.tellChanges(stage)
		p.keepMended(stage)
		p.askOpenDesa(stage)
		if err := p.giveIDs(ctx, stage); err != nil {
			return err
		}
		p.serviceAreas(stage)
	}
	p.askKinds()
	p.nearby()
	if err := p.flagPlaces(ctx); err != nil {
		return err
	}
	p.count()
	return nil
}

// know fetches what the store has of the places and facilities concerned.
func (p *facilityPlan) know(ctx context.Context) error {
	var ids []read.Identifier
	for _, r := range p.rows {
		ids = append(ids, r.Identifiers...)
	}
	known, err := p.load.KnownFacilities(ctx, p.kabupaten(), ids)
	if err != nil {
		return err
	}
	p.known = make(map[int64]*KnownFacility, len(known))
	p.byID, p.byValue = map[read.Identifier]int64{}, map[string][]int64{}
	p.served, p.claimed = map[int64][]gis.WilayahCode{}, map[int64]*facilityRow{}
	for i := range known {
		k := &known[i]
		p.known[k.ID] = k
		for _, id := range k.Identifiers {
			p.identifierOf(id, k.ID)
		}
	}
	return nil
}

// identifierOf notes whose an identifier is; the first to have it keeps it.
func (p *facilityPlan) identifierOf(id read.Identifier, facility int64) {
	if _, taken := p.byID[id]; !taken {
		p.byID[id] = facility
		p.byValue[id.Value] = append(p.byValue[id.Value], facility)
	}
}

// kabupaten are all that any row is in, or was decided to be in.
func (p *facilityPlan) kabupaten() []gis.WilayahCode {
	seen := map[gis.WilayahCode]bool{}
	var list []gis.WilayahCode
	add := func(c gis.WilayahCode) {
		if len(c) >= 5 && !seen[c[:5]] {
			seen[c[:5]] = true
			list = append(list, c[:5])
		}
	}
	for _, r := range p.rows {
		add(r.kabupaten)
		add(r.at.Desa)
		add(r.at.Nearest)
	}
	for about, d := range p.decided {
		if about[0] == SubjectDesa && d.Accepted {
			add(gis.WilayahCode(d.Value))
		}
	}
	slices.Sort(list)
	return list
}

// giveIDs numbers the facilities that are new.
func (p *facilityPlan) giveIDs(ctx context.Context, stage []*facilityRow) error {
	var fresh []*facilityRow
	for _, r := range stage {
		if r.known == nil && r.twin == nil {
			fresh = append(fresh, r)
		}
	}
	if len(fresh) > 0 {
		ids, err := p.load.NewFacilityIDs(ctx, len(fresh))
		if err != nil {
			return err
		}
		for i, r := range fresh {
			r.id = ids[i]
			r.places = r.point != nil
			p.claimed[r.id] = r
		}
	}
	for _, r := range stage {
		if r.twin != nil {
			r.id, r.known = r.twin.id, r.twin.known
		}
		for _, id := range r.Identifiers {
			p.identifierOf(id, r.id)
		}
	}
	return nil
}

// count compares with the earlier file, and finds what follows for rows that say
// the same while boundaries or other lists changed.
func (p *facilityPlan) count() {
	for _, r := range p.rows {
		switch {
		case r.earlier == nil:
			p.counts.Added++
		case r.changed():
			p.counts.Changed++
		case p.refreshes(r), r.unmended:
			p.counts.Changed++
		default:
			p.counts.Unchanged++
		}
	}
}

func (p *facilityPlan) refreshes(r *facilityRow) bool {
	k := r.known
	if k == nil || !k.Own || r.twin != nil {
		return false
	}
	f := FacilityRefresh{ID: k.ID, Located: k.Located}
	if r.places {
		f.Located = r.located
	}
	if k.Declared == "" {
		f.Declared = r.declared
	}
	if k.Induk == 0 {
		f.Induk = r.induk
	}
	if f.Located == k.Located && f.Declared == "" && f.Induk == 0 {
		return false
	}
	p.refresh = append(p.refresh, f)
	return true
}

// writes is what the store has to be told.
func (p *facilityPlan) writes() FacilityWrites {
	w := FacilityWrites{
		Refresh: p.refresh, Unmended: p.unmended, Rekeyed: p.rekeyed, Areas: p.areas,
		Identifiers: map[read.Identifier]int64{}, Within: p.opts.Within,
	}
	for _, c := range p.cases {
		c.Facility = c.row.id
		w.Cases = append(w.Cases, c.MatchCase)
	}
	for _, r := range p.rows {
		w.Keys = append(w.Keys, r.key)
		w.Settled = append(w.Settled, r.id)
		if r.twin == nil && (r.status != "" || r.condition != "") {
			w.States = append(w.States, FacilityState{Facility: r.id, Status: r.status, Condition: r.condition, Changed: r.changed()})
		}
		if !r.changed() {
			continue
		}
		if r.twin == nil {
			w.Facilities = append(w.Facilities, r.record(p.list.Vintage))
		}
		w.Sources = append(w.Sources, SourceRow{Facility: r.id, Key: r.key, Hash: r.hash, Name: r.Name, Point: r.point})
		for _, id := range r.Identifiers {
			if p.byID[id] == r.id {
				w.Identifiers[id] = r.id
			}
		}
	}
	for _, k := range p.opts.Complete {
		w.Registers = append(w.Registers, Register{Kind: k, Wilayah: p.opts.Within, Complete: p.whole})
	}
	for _, k := range p.opts.Partial {
		w.Registers = append(w.Registers, Register{Kind: k, Wilayah: p.opts.Within})
	}
	return w
}

// finalPoint is where the facility of a row stands in the end.
func (p *facilityPlan) finalPoint(r *facilityRow) *network.Point {
	if r.twin != nil {
		r = r.twin
	}
	if r.places {
		return r.point
	}
	if r.known != nil {
		return r.known.Point
	}
	return nil
}
