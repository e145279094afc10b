package read

import (
	"context"
	"errors"
	"io"

	"jangkau/gis"
)

// pbf reads an OSM extract twice: first the ways, to know which nodes matter and
// where roads meet, then the nodes and, in files sorted as extracts are, the ways
// again in the same pass. Ways are never kept, so memory grows with the nodes of
// roads only.
func (r *roadReader) pbf(ctx context.Context, path string) error {
	table := &nodeTable{}
	sorted, sawWay, relations := true, false, false
	nodes, ways := 0, 0
	err := r.pass(ctx, path, 0, pbfFilter{way: isRoad, keep: roadKeys}, func(b *pbfBlock) error {
		sorted = sorted && (!b.hasNodes || !sawWay && !b.hasWays)
		sawWay = sawWay || b.hasWays
		relations = relations || b.hasRelations
		if b.hasNodes {
			nodes++
		}
		for _, w := range b.ways {
			ways++
			for _, ref := range w.refs {
				table.count(ref)
			}
			if n := len(w.refs); n > 0 { // ends are nodes: count them once more
				table.count(w.refs[0])
				table.count(w.refs[n-1])
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if ways == 0 || nodes == 0 {
		return invalid("Berkas OSM %s tidak memuat jalan (atau titik-titiknya): terpotong, atau sudah disaring?", "The OSM file %s holds no roads (or not their nodes): cut short, or filtered?", base(path))
	}
	table.seal()
	place := func(b *pbfBlock) error {
		for _, n := range b.nodes {
			table.place(n)
		}
		return nil
	}
	split := &waySplitter{r: r, table: table}
	both := func(b *pbfBlock) error {
		if err := place(b); err != nil {
			return err
		}
		for _, w := range b.ways {
			if err := split.way(w); err != nil {
				return err
			}
		}
		return nil
	}
	filter := pbfFilter{nodes: true, way: isRoad, keep: roadKeys}
	if !sorted {
		if err := r.pass(ctx, path, 1, pbfFilter{nodes: true}, place); err != nil {
			return err
		}
		filter.nodes = false
	}
	if err := r.pass(ctx, path, 1, filter, both); err != nil {
		return err
	}
	r.pbfNotes(split, relations)
	return nil
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

func (r *roadReader) pbfNotes(split *waySplitter, relations bool) {
	if split.missing > 0 {
		r.issue(Issue{
			Code: CodeMissingNode, Severity: Suspicious,
			Reason: gis.T("%d titik jalan tidak ada di berkas, pada %d jalan (terpotong di tepi wilayah unduhan)", "%d nodes of roads are not in the file, on %d roads (cut at the extract's edge)", split.missing, split.cut),
			Action: gis.T("Jalan diputus di situ", "The roads are broken there"),
		})
	}
	if r.report.Coverage == nil {
		r.issue(Issue{
			Code: CodeNoCoverage, Severity: Note, Reason: gis.T("Kepala berkas tidak menyebut wilayah yang diliput", "The file's header does not say which area it covers"),
			Action: gis.T("Wilayah liputan perlu disebutkan sendiri", "The area covered has to be told"),
		})
	}
	if !relations {
		// A cut exactly between two blocks leaves a file that is whole in form.
		r.issue(Issue{
			Code: CodeTruncated, Severity: Note, Reason: gis.T("Berkas tidak memuat relasi; unduhan OSM biasanya diakhiri relasi, jadi berkas ini sudah disaring atau terpotong di antara dua blok", "The file holds no relations; OSM downloads end in them, so it was filtered or cut between two blocks"),
			Action: gis.T("Dibaca", "Read"),
		})
	}
}

// waySplitter cuts ways into edges at the nodes where roads meet.
type waySplitter struct {
	r            *roadReader
	table        *nodeTable
	missing, cut int
}

func (s *waySplitter) way(w pbfWay) error {
	s.r.report.Rows++
	proto := edgeOf(w.tags)
	proto.WayID = w.id
	if proto.Forward == 0 && proto.Backward == 0 {
		s.r.report.Skipped++ // closed to all: no part of the network
		return nil
	}
	s.r.report.Accepted++
	var edges []RoadEdge
	var line [][2]float64
	from, missing := int64(0), 0
	flush := func(to int64) {
		if len(line) > 1 {
			e := proto
			e.From, e.To, e.Geometry = from, to, line
			edges = append(edges, e)
		}
	}
	previous := int64(0)
	for _, ref := range w.refs {
		i := s.table.find(ref)
		if i < 0 || !s.table.known.get(i) {
			missing++
			flush(previous)
			line = nil
			continue
		}
		lon, lat := s.table.at(i)
		p := [2]float64{lon, lat}
		if len(line) > 0 && previous == ref {
			continue // a node repeated in place
		}
		if line = append(line, p); len(line) == 1 {
			from = ref
		} else if s.table.junction.get(i) {
			flush(ref)
			line, from = [][2]float64{p}, ref
		}
		previous = ref
	}
	flush(previous)
	if missing > 0 {
		s.missing += missing
		s.cut++
	}
	shareFerry(edges)
	for _, e := range edges {
		if err := s.r.give(s.table, e); err != nil {
			return err
		}
	}
	return nil
}

// shareFerry divides the crossing's time over its edges by length.
func shareFerry(edges []RoadEdge) {
	if len(edges) < 2 || edges[0].FerryDurationS == 0 {
		return
	}
	sum := 0.0
	for _, e := range edges {
		sum += roughM(e.Geometry)
	}
	for i := range edges {
		if sum > 0 {
			edges[i].FerryDurationS *= roughM(edges[i].Geometry) / sum
		}
	}
}
