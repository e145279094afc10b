package read

import (
	"context"
	"errors"
	"io"
	"maps"

	"jangkau/gis"
)

// pbf reads an OSM extract twice: first the ways, to know which nodes matter and
// where roads meet, then the nodes and, in files sorted as extracts are, the ways
// again in the same pass. The first leaves blocks of nodes packed. Ways are never
// kept, so memory grows with the nodes of roads only.
func (r *roadReader) pbf(ctx context.Context, path string) error {
	table := &nodeTable{barriers: map[int]Modes{}}
	seen := pbfSeen{sorted: true}
	ofTags := func(_ int64, tags map[string]string) bool { return isRoad(tags) }
	err := r.pass(ctx, path, 0, pbfFilter{way: ofTags, keep: roadKeys, relations: true}, func(b *pbfBlock) error {
		seen.block(b)
		for _, w := range b.ways {
			table.countWay(w)
			if conditional(w.tags) {
				seen.conditional++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	ferries := newFerryRoutes(seen.ferries)
	if len(ferries) > 0 { // in ways that say nothing of it themselves
		err := r.pass(ctx, path, 0, pbfFilter{way: ferries.untagged, keep: roadKeys}, func(b *pbfBlock) error {
			for _, w := range b.ways {
				table.countWay(w)
			}
			seen.ways += len(b.ways)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if seen.ways == 0 || seen.nodes == 0 {
		return invalid("Berkas OSM %s tidak memuat jalan (atau titik-titiknya): terpotong, atau sudah disaring?", "The OSM file %s holds no roads (or not their nodes): cut short, or filtered?", base(path))
	}
	table.seal()
	place := func(b *pbfBlock) error {
		for _, n := range b.nodes {
			table.place(n)
		}
		for _, n := range b.barriers {
			if i := table.find(n.id); i >= 0 {
				table.barriers[i] = n.passes
			}
		}
		return nil
	}
	split := &waySplitter{r: r, table: table}
	both := func(b *pbfBlock) error {
		if err := place(b); err != nil {
			return err
		}
		for _, w := range b.ways {
			if err := split.way(w.id, w.refs, ferries.tags(w)); err != nil {
				return err
			}
		}
		return nil
	}
	wanted := func(id int64, tags map[string]string) bool { return isRoad(tags) || ferries.untagged(id, tags) }
	filter := pbfFilter{nodes: true, way: wanted, keep: roadKeys}
	if !seen.sorted {
		if err := r.pass(ctx, path, 1, pbfFilter{nodes: true}, place); err != nil {
			return err
		}
		filter.nodes = false
	}
	if err := r.pass(ctx, path, 1, filter, both); err != nil {
		return err
	}
	r.pbfNotes(split, seen)
	return nil
}

// pbfSeen is what the first pass learns of a file.
type pbfSeen struct {
	sorted, sawWay, relations bool
	nodes, ways               int // blocks with nodes; roads
	restrictions, conditional int
	ferries                   []pbfRelation
}

func (s *pbfSeen) block(b *pbfBlock) {
	s.sorted = s.sorted && (!b.hasNodes || !s.sawWay && !b.hasWays)
	s.sawWay = s.sawWay || b.hasWays
	s.relations = s.relations || b.hasRelations
	if b.hasNodes {
		s.nodes++
	}
	s.ways += len(b.ways)
	s.restrictions += b.restrictions
	s.ferries = append(s.ferries, b.ferries...)
}

// ferryRoutes are the tags that relations give to the ways in them.
type ferryRoutes map[int64]map[string]string

func newFerryRoutes(relations []pbfRelation) ferryRoutes {
	f := ferryRoutes{}
	for _, r := range relations {
		if len(r.ways) > 1 {
			delete(r.tags, "duration") // of the whole route, not of each way
		}
		for _, w := range r.ways {
			f[w] = r.tags
		}
	}
	return f
}

// untagged accepts a way of a ferry route that has no class of its own.
func (f ferryRoutes) untagged(id int64, tags map[string]string) bool {
	return f[id] != nil && tags["highway"] == "" && tags["waterway"] == "" && classOf(tags) == ""
}

// tags are a way's own, over those of the route where it has no class.
func (f ferryRoutes) tags(w pbfWay) map[string]string {
	if !f.untagged(w.id, w.tags) {
		return w.tags
	}
	all := maps.Clone(f[w.id])
	maps.Copy(all, w.tags)
	all["route"] = "ferry"
	return all
}

// pass reads the file once; progress counts both passes as one file.
func (r *roadReader) pass(ctx context.Context, path string, n int64, filter pbfFilter, do func(*pbfBlock) error) error {
	blocks := 0
	in, err := openInput(path, func(done, total int64) {
		if r.opts.Progress != nil {
			r.opts.Progress((n*total+done)/2, total)
		}
	})
	if err != nil {
		return err
	}
	defer in.Close()
	err = eachPBFBlock(ctx, in, filter, func(bbox *[4]float64) error {
		r.report.Coverage = bbox
		return nil
	}, func(b *pbfBlock) error {
		blocks++
		return do(b)
	})
	var known *gis.Error
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return invalidBy(err, "Berkas OSM %s terpotong setelah blok ke-%d; unduh ulang dan cocokkan checksum-nya", "The OSM file %s is cut short after block %d; download it again and compare its checksum", base(path), blocks)
	case err == nil, errors.As(err, &known), !errors.Is(err, errPBF):
		return err
	}
	return invalidBy(err, "Berkas OSM %s rusak setelah blok ke-%d: %v", "The OSM file %s is broken after block %d: %v", base(path), blocks, err)
}

func (r *roadReader) pbfNotes(split *waySplitter, seen pbfSeen) {
	note := func(code string, count int, reason, action gis.Text) {
		if count > 0 {
			r.issue(Issue{Code: code, Severity: Note, Reason: reason, Action: action})
		}
	}
	if split.missing > 0 {
		r.issue(Issue{
			Code: CodeMissingNode, Severity: Suspicious,
			Reason: gis.T("%d titik jalan tidak ada di berkas, pada %d jalan (terpotong di tepi wilayah unduhan)", "%d nodes of roads are not in the file, on %d roads (cut at the extract's edge)", split.missing, split.cut),
			Action: gis.T("Jalan diputus di situ", "The roads are broken there"),
		})
	}
	note(CodeTurnRestrictions, seen.restrictions,
		gis.T("%d larangan belok ada di berkas", "%d restrictions of turning stand in the file", seen.restrictions),
		gis.T("Tidak diterapkan: belok dianggap boleh di setiap persimpangan", "Not applied: every turn is taken to be allowed"))
	note(CodeConditional, seen.conditional,
		gis.T("%d jalan berpembatasan menurut jam atau musim", "%d roads are restricted by hour or season", seen.conditional),
		gis.T("Tidak diterapkan: perjalanan di sini tidak berjam", "Not applied: a trip here has no hour"))
	note(CodeBarriers, split.barriers,
		gis.T("%d penghalang pada jalan (portal, patok, pintu) tidak dapat dilewati sebagian kendaraan", "%d barriers on roads (gates, bollards, stiles) keep some vehicles out", split.barriers),
		gis.T("Jalan diputus di situ bagi yang tidak dapat lewat", "The road ends there for those who cannot pass"))
	if r.report.Coverage == nil {
		r.issue(Issue{
			Code: CodeNoCoverage, Severity: Note, Reason: gis.T("Kepala berkas tidak menyebut wilayah yang diliput", "The file's header does not say which area it covers"),
			Action: gis.T("Wilayah liputan perlu disebutkan sendiri", "The area covered has to be told"),
		})
	}
	if !seen.relations {
		// A cut exactly between two blocks leaves a file that is whole in form.
		r.issue(Issue{
			Code: CodeTruncated, Severity: Note, Reason: gis.T("Berkas tidak memuat relasi; unduhan OSM biasanya diakhiri relasi, jadi berkas ini sudah disaring atau terpotong di antara dua blok", "The file holds no relations; OSM downloads end in them, so it was filtered or cut between two blocks"),
			Action: gis.T("Dibaca", "Read"),
		})
	}
}
